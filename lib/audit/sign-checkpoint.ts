import { createPrivateKey, generateKeyPairSync, randomBytes } from "node:crypto";
import { desc, eq, ne, sql } from "drizzle-orm";
import { auditCheckpoints, auditKeys } from "#db/audit-schema";
import { LOCKS } from "#db/locks";
import { type Tx, transaction } from "#db/pool";
import { auditEntries } from "#db/schema";
import { environment } from "#lib/environment";
import { log } from "#lib/log";
import { seal, unseal } from "#lib/seal";
import { checkpointText } from "./checkpoint.ts";
import { record } from "./record.ts";
import { parseVerifierKey, signNote, verifierKeyOf } from "./signed-note.ts";

export type StoredCheckpoint = typeof auditCheckpoints.$inferSelect;

/** Who makes the key and signs. */
const CHECKPOINTS = { kind: "job", id: "checkpoints", label: "Checkpoints" } as const;

/** The chain does not match a checkpoint of it. Nothing more is signed until a person has looked into it. */
export class ChainContradicted extends Error {}

/**
 * Signs the head of the audit chain, stores it and writes it to the process's log, out of reach of the database's password. Returns the last
 * checkpoint instead if it is of this head or younger than `unlessWithinMs`. Null for an empty log. Throws ChainContradicted.
 */
export async function signCheckpoint(unlessWithinMs = 0): Promise<StoredCheckpoint | null> {
  const { checkpoint, signed } = await transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${LOCKS.auditCheckpoint})`);
    const last = await lastCheckpoint(tx);
    if (last) await assertPassedThrough(tx, last);
    const signedAt = await timeNow(tx);
    if (last && signedAt.getTime() - last.signedAt.getTime() < unlessWithinMs)
      return { checkpoint: last, signed: false };
    const [head] = await headOf(tx);
    if (!head || head.id === last?.size) return { checkpoint: last, signed: false };
    return { checkpoint: await sign(tx, signedAt), signed: true };
  });
  if (checkpoint && signed) log.info({ checkpoint: checkpoint.note }, "the audit log's head was signed");
  return checkpoint;
}

/** A checkpoint that ends with this entry, older than the head though it may be. It is signed unless there is one. Throws ChainContradicted. */
export async function signEntry(entryId: number): Promise<StoredCheckpoint> {
  const { checkpoint, signed } = await transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${LOCKS.auditCheckpoint})`);
    const last = await lastCheckpoint(tx);
    if (last) await assertPassedThrough(tx, last);
    const [known] = await tx.select().from(auditCheckpoints).where(eq(auditCheckpoints.size, entryId));
    if (known) return { checkpoint: known, signed: false };
    const { id, hash } = auditEntries;
    const [entry] = await tx.select({ id, hash }).from(auditEntries).where(eq(id, entryId));
    return { checkpoint: await sign(tx, await timeNow(tx), entry), signed: true };
  });
  if (signed) log.info({ checkpoint: checkpoint.note }, "an entry of the audit log was signed");
  return checkpoint;
}

/**
 * What signs texts as notes, with the key of the checkpoints, and that key's public half. A text must not have the form of a checkpoint.
 */
export function textSigner(): Promise<{ verifierKey: string; sign: (text: string) => string }> {
  return transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${LOCKS.auditCheckpoint})`);
    const { privateKey, name, text: verifierKey } = await signingKey(tx);
    return { verifierKey, sign: (text) => signNote(text, name, privateKey) };
  });
}

/** The newest checkpoint, or null. */
export async function lastCheckpoint(tx: Pick<Tx, "select">): Promise<StoredCheckpoint | null> {
  const [last] = await tx.select().from(auditCheckpoints).orderBy(desc(auditCheckpoints.size)).limit(1);
  return last ?? null;
}

/** Whether the last entry of a checkpoint is still the one that was signed. */
export async function isPassedThrough(tx: Pick<Tx, "select">, { size, head }: StoredCheckpoint): Promise<boolean> {
  const [entry] = await tx.select({ hash: auditEntries.hash }).from(auditEntries).where(eq(auditEntries.id, size));
  return entry?.hash === head;
}

async function assertPassedThrough(tx: Tx, last: StoredCheckpoint): Promise<void> {
  if (await isPassedThrough(tx, last)) return;
  throw new ChainContradicted(
    `Entry ${last.size} of the audit log is not the one that was signed at ${last.signedAt.toISOString()}: entries were cut off or written anew. Nothing is signed until this is settled; audit:verify tells more.`,
  );
}

/** The time by the database's clock. */
async function timeNow(tx: Tx): Promise<Date> {
  const [now] = await tx.execute<{ at: string }>(sql`select to_jsonb(clock_timestamp()) as at`);
  return new Date(now?.at ?? Number.NaN);
}

function headOf(tx: Tx) {
  return tx
    .select({ id: auditEntries.id, hash: auditEntries.hash })
    .from(auditEntries)
    .orderBy(desc(auditEntries.id))
    .limit(1);
}

async function sign(tx: Tx, signedAt: Date, of?: { id: number; hash: string }): Promise<StoredCheckpoint> {
  const { privateKey, name, text: verifierKey } = await signingKey(tx);
  // Read after the key, since making a key adds an entry.
  const head = of ?? (await headOf(tx))[0];
  if (!head) throw new Error("an audit log that had entries has none");
  const text = checkpointText({ origin: name, size: head.id, head: head.hash, signedAt });
  const checkpoint = { size: head.id, head: head.hash, verifierKey, note: signNote(text, name, privateKey), signedAt };
  await tx.insert(auditCheckpoints).values(checkpoint);
  return checkpoint;
}

/** The newest key that can be unsealed, else a new one. Throws when CASEWIRE_SECRET is not the one that sealed it. */
async function signingKey(tx: Tx) {
  const [newest] = await tx
    .select()
    .from(auditKeys)
    .where(ne(auditKeys.sealed, ""))
    .orderBy(desc(auditKeys.createdAt))
    .limit(1);
  // Emptied where the secret that sealed it is lost.
  if (newest && newest.sealed !== "") {
    const der = Buffer.from(unseal(newest.sealed), "base64");
    return {
      ...parseVerifierKey(newest.verifierKey),
      privateKey: createPrivateKey({ key: der, format: "der", type: "pkcs8" }),
    };
  }
  const { privateKey } = generateKeyPairSync("ed25519");
  const { CASEWIRE_URL } = environment();
  // Unique also among logs with the same host, or with none.
  const host = CASEWIRE_URL === undefined ? "localhost" : new URL(CASEWIRE_URL).host;
  const key = verifierKeyOf(`${host}/audit/${randomBytes(4).toString("hex")}`, privateKey);
  const der = privateKey.export({ format: "der", type: "pkcs8" });
  await tx.insert(auditKeys).values({ verifierKey: key.text, sealed: seal(der.toString("base64")) });
  const subject = { kind: "checkpoint-key", id: key.text };
  await record(tx, { actor: CHECKPOINTS, action: "checkpoint-key.made", subject });
  return { ...key, privateKey };
}

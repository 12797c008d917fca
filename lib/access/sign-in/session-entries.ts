import { isIPv6 } from "node:net";
import { eq } from "drizzle-orm";
import { users } from "#db/access-schema";
import { type Tx, transaction } from "#db/pool";
import type { UserActor } from "#lib/actor";
import { record } from "#lib/audit/record";
import { countFailure } from "./sign-in-failures.ts";
import type { SignInAttempt } from "./sign-in-limits.ts";

type SessionRow = { userId: string; ipAddress?: string | null | undefined };

/**
 * Runs before better-auth writes the session: should the entry fail, there is no session either. Returns what it is to write instead:
 * it spells IPv6 addresses with every zero, which nobody reads.
 */
export async function recordSessionStart<Row extends SessionRow>(session: Row): Promise<{ data: Row }> {
  const data = { ...session, ipAddress: session.ipAddress && shortAddress(session.ipAddress) };
  await recordOf(data, "session.started");
  return { data };
}

/**
 * Runs before better-auth deletes a session: at sign-out, and when it meets one that has expired. Only the first is an act of a
 * person; for the second the entry of its start tells when it ends.
 */
export async function recordSessionEnd(session: SessionRow & { expiresAt: Date }): Promise<void> {
  if (session.expiresAt.getTime() > Date.now()) await recordOf(session, "session.ended");
}

/** A failed sign-in, in words that do not tell whether the e-mail was known; nor may the time it takes tell. */
export async function recordSessionRefused({ email, address, knownDevice }: SignInAttempt): Promise<void> {
  await transaction(async (tx) => {
    const [user] = await tx.select({ id: users.id }).from(users).where(eq(users.email, email.trim().toLowerCase()));
    if (user && !knownDevice) await countFailure(tx, user.id);
    await record(tx, {
      actor: { kind: "job", id: "sign-in", label: "Sign-in" },
      action: "session.refused",
      // An unknown e-mail is not written down: it may be a password in the wrong field.
      subject: { kind: "user", id: user?.id ?? "unknown" },
      detail: { address },
    });
  });
}

async function recordOf(session: SessionRow, action: "session.started" | "session.ended"): Promise<void> {
  await transaction(async (tx) => {
    const actor = await userActor(tx, session.userId);
    const subject = { kind: "user", id: session.userId };
    await record(tx, { actor, action, subject, detail: { address: session.ipAddress ?? "" } });
  });
}

async function userActor(tx: Tx, id: string): Promise<UserActor> {
  const [user] = await tx.select().from(users).where(eq(users.id, id));
  if (!user) throw new Error(`session of a user who is not there: ${id}`);
  return { kind: "user", id, label: user.name, role: user.role };
}

/** As RFC 5952 writes it: the URL standard does so with a host. */
function shortAddress(address: string): string {
  return isIPv6(address) ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address;
}

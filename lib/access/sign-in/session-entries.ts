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
 * Runs before better-auth writes a session: without the audit entry there is no session. Returns the row to write, with the IPv6 address
 * in short form: better-auth writes every zero.
 */
export async function recordSessionStart<Row extends SessionRow>(session: Row): Promise<{ data: Row }> {
  const data = { ...session, ipAddress: session.ipAddress && shortAddress(session.ipAddress) };
  await recordOf(data, "session.started");
  return { data };
}

/** Runs before better-auth deletes a session. It also deletes expired ones it meets, which is nobody's act and leaves no entry. */
export async function recordSessionEnd(session: SessionRow & { expiresAt: Date }): Promise<void> {
  if (session.expiresAt.getTime() > Date.now()) await recordOf(session, "session.ended");
}

/** Records a failed sign-in. Neither the entry nor the time it takes tells whether the e-mail is known. */
export async function recordSessionRefused({ email, address, knownDevice }: SignInAttempt): Promise<void> {
  await transaction(async (tx) => {
    const [user] = await tx.select({ id: users.id }).from(users).where(eq(users.email, email.trim().toLowerCase()));
    if (user && !knownDevice) await countFailure(tx, user.id);
    await record(tx, {
      actor: { kind: "job", id: "sign-in", label: "Sign-in" },
      action: "session.refused",
      // An unknown e-mail is not recorded: it may be a password typed into the wrong field.
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

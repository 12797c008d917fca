import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { invites, users } from "#db/access-schema";
import { database, type Tx, transaction } from "#db/pool";
import { addUser, emailAddress } from "#lib/access/accounts/add-user";
import { isActive } from "#lib/access/accounts/is-active";
import { passwordHash } from "#lib/access/passwords/password-hash";
import { newPassword, refuseWeakPassword } from "#lib/access/passwords/password-rules";
import { tokenHash } from "#lib/access/token-hash";
import { record } from "#lib/audit/record";
import { publish } from "#lib/live/publish";
import { covers, may, type Role } from "#lib/permissions";
import { Refusal } from "#lib/refusal";
import { hasUsers, lockFirstUser } from "./first-admin.ts";

export const acceptInviteInput = z.object({
  token: z.string().max(100),
  name: z.string("Write your name.").trim().min(1, "Write your name.").max(80),
  /** Only where the invite names none. */
  email: emailAddress.optional(),
  password: newPassword,
});

export type OpenInvite = { email: string | null; role: Role; expiresAt: Date };

/** The invite behind a link, for its page. Throws Refusal as `acceptInvite` does. */
export async function findInvite(token: string): Promise<OpenInvite> {
  const [invite] = await database()
    .select(columns)
    .from(invites)
    .leftJoin(users, eq(users.id, invites.userId))
    .where(eq(invites.tokenHash, tokenHash(token)));
  return openInvite(invite);
}

/**
 * Makes the account of an invite. Its link is the permission, and works once. Throws Refusal `not-found` for an unknown link, `wrong-state`
 * for one that is used, revoked or expired, and for an e-mail that is taken.
 */
export async function acceptInvite(input: z.infer<typeof acceptInviteInput>): Promise<{ email: string }> {
  // Before the hashing, which is slow on purpose: only a valid link may cause it.
  const { email } = await findInvite(input.token);
  await refuseWeakPassword(input.password, { name: input.name, email: email ?? input.email ?? "" });
  const hash = await passwordHash(input.password);
  return transaction(async (tx) => {
    const invite = await lockInvite(tx, input.token);
    const email = invite.email ?? input.email;
    if (!email) throw new Refusal("invalid", "Please check the marked fields.", { email: "Write an e-mail address." });
    await tx.update(invites).set({ usedAt: sql`now()` }).where(eq(invites.id, invite.id));
    const actor = await addUser(tx, { name: input.name, email, role: invite.role, passwordHash: hash });
    const subject = { kind: "user", id: actor.id };
    const detail = { name: input.name, role: invite.role, inviteId: invite.id };
    await record(tx, { actor, action: "user.joined", subject, detail });
    await publish(tx, "settings");
    return { email };
  });
}

const columns = {
  id: invites.id,
  email: invites.email,
  role: invites.role,
  expiresAt: invites.expiresAt,
  usedAt: invites.usedAt,
  revokedAt: invites.revokedAt,
  expired: sql<boolean>`${invites.expiresAt} <= now()`,
  ownerRole: users.role,
  ownerActive: isActive,
};

type InviteRow = OpenInvite & {
  id: string;
  usedAt: Date | null;
  revokedAt: Date | null;
  expired: boolean;
  /** Null for the link of the first start, which has no owner. */
  ownerRole: Role | null;
  ownerActive: boolean | null;
};

async function lockInvite(tx: Tx, token: string): Promise<InviteRow> {
  // Locked before the invite's row, as at a start: the same order everywhere prevents deadlocks.
  await lockFirstUser(tx);
  const [found] = await tx
    .select(columns)
    .from(invites)
    .leftJoin(users, eq(users.id, invites.userId))
    .where(eq(invites.tokenHash, tokenHash(token)))
    .for("update", { of: invites });
  const invite = openInvite(found);
  if (invite.email === null) {
    // The link of the first start is in the log and makes an administrator: it ends with the first account.
    await lockFirstUser(tx);
    if (await hasUsers(tx)) throw new Refusal("wrong-state", "The first account has been made. Ask for an invite.");
  }
  return invite;
}

function openInvite(invite: InviteRow | undefined): InviteRow {
  if (!invite) throw new Refusal("not-found", "This link is not one of ours. Was it copied whole?");
  if (invite.usedAt) throw new Refusal("wrong-state", "This link has been used. Sign in instead.");
  if (invite.revokedAt) throw new Refusal("wrong-state", "This link has been revoked. Ask for a new one.");
  if (invite.expired) throw new Refusal("wrong-state", "This link is too old. Ask for a new one.");
  if (!ownerMayInvite(invite)) throw new Refusal("wrong-state", "This link has been revoked. Ask for a new one.");
  return invite;
}

/** An invite is valid only while its owner could still make it. Verbs that lower a role revoke it too; this check does not depend on them. */
function ownerMayInvite({ email, role, ownerRole, ownerActive }: InviteRow): boolean {
  if (email === null) return true;
  return ownerRole !== null && ownerActive === true && may(ownerRole, "user:invite") && covers(ownerRole, role);
}

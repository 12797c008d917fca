import { randomBytes } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { settlements } from "#db/desk-schema";
import { database } from "#db/pool";
import { effects, events, letters, sourceSecrets } from "#db/schema";
import { personOf } from "#lib/access/testing/people";
import type { UserActor } from "#lib/actor";
import { putBusiness } from "#lib/businesses/put-business";
import { assignCase } from "#lib/cases/assign-case";
import { flagCase } from "#lib/cases/flag-case";
import { holdCase } from "#lib/cases/hold-case";
import { noteCase } from "#lib/cases/note-case";
import { releaseCase } from "#lib/cases/release-case";
import { resolveFollowUp } from "#lib/cases/resolve-follow-up";
import { settle } from "#lib/cases/testing/stored-case";
import { storeRun } from "#lib/events/testing/stored";
import { receive } from "#lib/ingest/receive";
import { storeDelivery } from "#lib/outgoing/testing/stored-delivery";
import { seal } from "#lib/seal";
import { messageIdAt } from "#lib/sources/message-id";
import { parseSecret } from "#lib/sources/secret";
import { signedHeaders } from "#lib/sources/sign";
import { invalidateSecrets } from "#lib/sources/verification-secrets";

/** A webhook secret of `vove` that the database holds. */
export async function storeSecretOfVove(): Promise<string> {
  const secret = `whsec_${randomBytes(24).toString("base64")}`;
  const { fingerprint, hint } = parseSecret(secret);
  await database()
    .insert(sourceSecrets)
    .values({ source: "vove", sealed: seal(secret), fingerprint, hint, createdBy: "test" });
  invalidateSecrets();
  return secret;
}

/** Sends a signed message to the endpoint's own function, so many times. */
export async function send(secret: string, said: { refId: string; status: string; previousStatus: string }, times = 1) {
  const messageId = messageIdAt(new Date());
  const body = Buffer.from(JSON.stringify(said));
  for (let n = 0; n < times; n++) {
    const headers = signedHeaders(secret, { messageId, body, attemptedAt: new Date() });
    const startedAt = performance.now();
    await receive({ source: "vove", headers, body, remoteAddress: "203.0.113.7", receivedAt: new Date(), startedAt });
  }
  return messageId;
}

export const BUSINESS = "شركة الميناء Юлия 中文 <b>&";

/** A case with a row in each table that a pack holds, whose three messages came signed, the last of them three times. */
export async function storeFullCase(refId: string): Promise<{ ada: UserActor; secret: string }> {
  const ada = await personOf("admin", "Ada");
  const of = { source: "vove", refId };
  const secret = await storeSecretOfVove();
  await send(secret, { refId, status: "IN_PROGRESS", previousStatus: "NOT_STARTED" });
  await send(secret, { refId, status: "IN_REVIEW", previousStatus: "IN_PROGRESS" });
  const last = await send(secret, { refId, status: "REJECTED", previousStatus: "IN_REVIEW" }, 3);
  await settle(refId);
  await putBusiness(ada, { ...of, name: BUSINESS, contactEmail: "ada@acme.example" });
  await flagCase(ada, { ...of, reason: "Silent for\u202e a week" });
  await noteCase(ada, { ...of, body: "They call back" });
  await assignCase(ada, { ...of, assigneeId: ada.id });
  await resolveFollowUp(ada, { ...of, outcome: "Came back" });
  await holdCase(ada, { ...of, reason: "A court asked" });
  await releaseCase(ada, { ...of, reason: "Over" });
  const [event] = await database().select().from(events).where(eq(events.messageId, last));
  if (!event) throw new Error("The message was not stored.");
  await database().execute(
    sql`update runs set latest = false where event_id = ${event.id} and handler = 'notify-customer'`,
  );
  const run = await storeRun(event, { handler: "notify-customer", refId, endedAt: new Date() });
  await storeLetter({ ...of, eventId: event.id, runId: run.id });
  await storeDelivery({ event: { refId, body: '{"told":true}' }, attempts: [{ fault: "refused" }, { status: 200 }] });
  await database().execute(sql`
    insert into settlements (case_id, episode, kind, reason, settled_by)
    select id, 1, 'gap', 'VOVE ID said so', 'Ada' from cases where ref_id = ${refId}`);
  if ((await database().$count(settlements)) === 0) throw new Error("The settlement was not stored.");
  return { ada, secret };
}

async function storeLetter(of: { source: string; refId: string; eventId: number; runId: number }): Promise<void> {
  const [effect] = await database()
    .insert(effects)
    .values({ ...of, episode: 1, key: `case/${of.refId}/1/notify-customer`, handler: "notify-customer", state: "done" })
    .returning({ id: effects.id });
  const text = "Dear Юлия, it was rejected.";
  await database()
    .insert(letters)
    .values({
      effectId: effect?.id ?? 0,
      mailId: `<${of.refId}@x>`,
      ...{ recipient: "ada@acme.example", subject: "Rejected", html: `<p>${text}</p>`, text },
    });
}

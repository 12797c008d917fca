import { sql } from "drizzle-orm";
import { z } from "zod";
import { caseLock } from "#db/locks";
import { type Tx, transaction } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import type { Actor } from "#lib/actor";
import { authorizePreview } from "#lib/authorize";
import { caseTopic } from "#lib/live/topics";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";
import { NOTHING_PENDING } from "./empty-cases.ts";
import { type Emptied, emptyContent } from "./empty-content.ts";

/** Cases of one address that are locked and erased together. */
const MAX_CASES = 200;

/** One case, or every case of one contact address. */
export const subject = z.object({
  source: z.string().min(1).max(512).default("vove"),
  refId: z.string().min(1).max(512).optional(),
  contactEmail: z.string().max(254).optional(),
});
export type Subject = z.infer<typeof subject>;

/** How many rows of each kind lose their content. `otherWords`: words of the audit log about no case that contain the address. */
export type Erasure = Omit<Emptied, "first" | "last"> & { otherWords: number; refIds: string[] };

/**
 * Removes the content of one case, in all its episodes, or of every case whose business has this contact address, as retention does. States,
 * ids, hashes and the audit chain stay. Each case gets an audit entry with the numbers of rows, not their content.
 */
export const eraseSubject = defineVerb({
  permission: "subject:erase",
  audit: "subject.erased",
  input: subject.extend({
    reason: z.string().trim().min(3, "Say who asked for it, and where that is written.").max(500),
  }),
  refuses: ["invalid", "not-found", "too-many", "wrong-state"],

  async run(tx, _actor, { reason, ...of }) {
    const { cases, erasure } = await erase(tx, of);
    const { refIds: _, ...erased } = erasure;
    return {
      entry: cases.map(({ source, refId }) => ({
        subject: { kind: "case", id: `${source}/${refId}` },
        detail: { by: of.refId === undefined ? "address" : "case", erased },
        // About no case, so that the reason is not erased with the case.
        words: { about: null, texts: { reason } },
      })),
      topics: ["cases", "audit", ...cases.map(({ source, refId }) => caseTopic(source, refId))],
      result: erasure,
    };
  },
});

/** What eraseSubject would do now: it is done, counted and rolled back. */
export async function planErasure(actor: Actor, of: Subject): Promise<Erasure> {
  authorizePreview(actor, "subject:erase");
  const planned: { erasure?: Erasure } = {};
  await transaction(async (tx) => {
    planned.erasure = (await erase(tx, of)).erasure;
    throw new RolledBack();
  }).catch((error: unknown) => {
    if (!(error instanceof RolledBack)) throw error;
  });
  if (!planned.erasure) throw new Error("a plan is counted before it is rolled back");
  return planned.erasure;
}

class RolledBack extends Error {}

type LockedCase = { id: number; source: string; refId: string; held: boolean; pending: boolean };

async function erase(tx: Tx, of: Subject): Promise<{ cases: LockedCase[]; erasure: Erasure }> {
  const cases = await lockCases(tx, of);
  refuseUnfit(cases, of);
  const ids = JSON.stringify(cases.map(({ id }) => id));
  const { first, last, ...emptied } = await emptyContent(
    tx,
    sql`select id, source, ref_id, last_change_at from cases
      where id in (select value::bigint from jsonb_array_elements_text(${ids}::jsonb))`,
  );
  const otherWords = of.contactEmail === undefined ? 0 : await eraseWordsWith(tx, of.contactEmail);
  const { cases: _, ...contents } = emptied;
  if (otherWords === 0 && Object.values(contents).every((count) => count === 0))
    throw new Refusal("wrong-state", "Nothing is left of it that could be erased.");
  return { cases, erasure: { ...emptied, otherWords, refIds: cases.map(({ refId }) => refId) } };
}

/** Takes the lock that update-case takes, then the row locks that people's acts take, and then reads the cases. */
async function lockCases(tx: Tx, { source, refId, contactEmail }: Subject): Promise<LockedCase[]> {
  if ((refId === undefined) === (contactEmail === undefined))
    throw new Refusal("invalid", "Name a case or an address.", { refId: "Name a case or an address." });
  const chosen =
    refId === undefined
      ? sql`(source, ref_id) in (select source, ref_id from businesses where lower(contact_email) = lower(${contactEmail}))`
      : sql`source = ${source} and ref_id = ${refId}`;
  await tx.execute(sql`
    select pg_advisory_xact_lock(${caseLock(sql`source`, sql`ref_id`)})
    from (select source, ref_id from cases where ${chosen} order by id limit ${MAX_CASES + 1}) as chosen`);
  await tx.execute(sql`select from cases where ${chosen} order by id limit ${MAX_CASES + 1} for update`);
  return await preparedQuery<LockedCase>(
    tx,
    sql`select id, source, ref_id, held, not (${NOTHING_PENDING}) as pending from cases
    where ${chosen} order by id limit ${MAX_CASES + 1}`,
  );
}

function refuseUnfit(cases: readonly LockedCase[], { source, refId }: Subject): void {
  if (cases.length === 0) {
    const none =
      refId === undefined ? "No business is reached at this address." : `There is no case ${refId} of ${source}.`;
    throw new Refusal("not-found", none);
  }
  if (cases.length > MAX_CASES)
    throw new Refusal("too-many", `More than ${MAX_CASES} cases are reached at this address: erase them case by case.`);
  const held = cases.filter((one) => one.held).map((one) => one.refId);
  if (held.length > 0)
    throw new Refusal(
      "wrong-state",
      `Under legal hold: ${inWords(held)}. Nothing of it may be removed until it is released.`,
    );
  const pending = cases.filter((one) => one.pending).map((one) => one.refId);
  if (pending.length > 0)
    throw new Refusal(
      "wrong-state",
      `Still at work: ${inWords(pending)}. Resolve the follow-up, and let what is queued, running or in doubt end.`,
    );
}

function inWords(refIds: readonly string[]): string {
  const [first = "", ...others] = refIds;
  return others.length === 0 ? `case ${first}` : `case ${first} and ${others.length} more`;
}

/** Erases words of the audit log about no case, such as the reason of a replay or the recipient of a test letter. */
async function eraseWordsWith(tx: Tx, address: string): Promise<number> {
  const [found] = await tx.execute<{ count: number }>(sql`
    with erased as (
      update audit_words set text = null, nonce = null, erased_at = now()
      where text is not null and source is null and strpos(lower(text), lower(${address})) > 0 returning 1
    )
    select count(*)::int as count from erased`);
  return found?.count ?? 0;
}

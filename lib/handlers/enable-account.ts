import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "#db/pool";
import { businesses } from "#db/schema";
import { record } from "#lib/audit/record";
import { lockCase } from "#lib/cases/lock-case";
import { projectCase } from "#lib/cases/project-case";
import { standingOf } from "#lib/cases/standing";
import { effectKey, findEffect, writeEffect } from "./effects.ts";
import type { HandledEvent, Handler } from "./handler.ts";
import { moment } from "./moment.ts";

const NAME = "enable-account";

/** Enables the account of a business whose case this event has completed. Needs nothing but the refId. */
export const enableAccount: Handler = {
  name: NAME,
  eventTypes: ["kyb.case.completed"],
  timeoutMs: 20_000,

  async plan(tx, event) {
    const { episode: _, ...line } = await decide(tx, event);
    return [line];
  },

  run(run) {
    return run.conclude(async (tx) => {
      const { event } = run;
      await lockCase(tx, event.source, event.refId);
      const decision = await decide(tx, event);
      run.log(decision.sentence);
      if (decision.would !== "do") return { state: "skipped", reason: decision.sentence };
      await enable(tx, event);
      await writeEffect(tx, run, { episode: decision.episode, handler: NAME, state: "done" });
      await record(tx, {
        actor: { kind: "job", id: NAME, label: NAME },
        action: "account.enabled",
        subject: { kind: "case", id: `${event.source}/${event.refId}` },
        detail: { source: event.source, episode: decision.episode, messageId: event.messageId, runId: run.id },
      });
      return { state: "succeeded" };
    });
  },
};

async function decide(tx: Tx, event: HandledEvent) {
  const standing = standingOf(event.id, await projectCase(tx, event.source, event.refId));
  if (!standing.news) return { would: "skip" as const, sentence: standing.why };
  const episode = standing.episode.number;
  const key = effectKey(event.refId, episode, NAME);
  const done = await findEffect(tx, event, key, NAME);
  if (done) {
    const sentence = `Account already enabled at ${moment(done.at)}: nothing to do.`;
    return { would: "not-repeat" as const, effectKey: key, sentence };
  }
  const [business] = await tx
    .select({ status: businesses.accountStatus, enabledAt: businesses.enabledAt })
    .from(businesses)
    .where(and(eq(businesses.source, event.source), eq(businesses.refId, event.refId)));
  if (business?.status === "enabled") {
    const since = business.enabledAt ? ` at ${moment(business.enabledAt)}` : "";
    return { would: "nothing" as const, effectKey: key, sentence: `Account already enabled${since}: nothing to do.` };
  }
  return { would: "do" as const, effectKey: key, episode, sentence: "Enable the account." };
}

async function enable(tx: Tx, { source, refId }: HandledEvent): Promise<void> {
  const enabled = { accountStatus: "enabled" as const, enabledAt: sql`now()`, updatedAt: sql`now()` };
  await tx
    .insert(businesses)
    .values({ source, refId, ...enabled })
    .onConflictDoUpdate({ target: [businesses.source, businesses.refId], set: enabled });
}

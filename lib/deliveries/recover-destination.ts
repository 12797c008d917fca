import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "#db/pool";
import { replays } from "#db/schema";
import type { Actor } from "#lib/actor";
import { type DestinationRow, destinationSubject, lockDestination } from "#lib/destinations/destination-row";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";
import { enqueueDeliveries } from "./enqueue-deliveries.ts";
import { MAX_RECOVERED, recoveryInput, recoveryText, type Unreceived, unreceived } from "./unreceived.ts";

/**
 * Sends a destination what it takes and has not received since a time: deliveries that gave up or were not sent, and what happened while it
 * was disabled or not yet there. A replay shows how far it is, and can be cancelled.
 */
export const recoverDestination = defineVerb({
  permission: "destination:recover",
  audit: "destination.recovered",
  input: recoveryInput.extend({
    reason: z.string().trim().max(500, "At most 500 characters.").optional(),
  }),
  refuses: ["not-found", "wrong-state", "too-many"],

  async run(tx, actor, { destinationId, since, only, reason = "" }) {
    const destination = await lockDestination(tx, destinationId);
    if (destination.state === "disabled")
      throw new Refusal("wrong-state", "The destination is disabled: enable it first.");
    const chosen = await unreceived(tx, destination, { since, only }, MAX_RECOVERED + 1);
    if (chosen.length > MAX_RECOVERED) {
      const most = MAX_RECOVERED.toLocaleString("en");
      throw new Refusal(
        "too-many",
        `There are more than ${most} to send: choose a later time, or only failed or missed.`,
      );
    }
    const selection = recoveryText({ since, only });
    const replayId = await writeReplay(tx, actor, { destinationId, selection, reason });
    const runs = await queue(tx, actor, { destination, chosen, replayId, reason });
    if (runs.length === 0) throw new Refusal("not-found", "It has received everything since then.");
    await tx.update(replays).set({ total: runs.length }).where(eq(replays.id, replayId));
    return {
      entry: {
        subject: destinationSubject(destinationId),
        detail: { name: destination.name, replayId, count: runs.length, selection },
        words: { about: null, texts: { reason } },
      },
      topics: ["destinations", "replays", "runs", "cases"],
      result: { replayId, count: runs.length },
    };
  },
});

type Asked = { destinationId: string; selection: string; reason: string };

/** A replay without a reason counts as one whose words were removed, so what was asked for stands in its place. */
async function writeReplay(tx: Tx, actor: Actor, { destinationId, selection, reason }: Asked): Promise<number> {
  const [replay] = await tx
    .insert(replays)
    .values({ reason: reason || selection, selection, total: 0, destinationId, requestedBy: actor.label })
    .returning({ id: replays.id });
  if (!replay) throw new Error("the replay was not written");
  return replay.id;
}

type Queued = { destination: DestinationRow; chosen: readonly Unreceived[]; replayId: number; reason: string };

async function queue(tx: Tx, actor: Actor, { destination, chosen, replayId, reason }: Queued): Promise<number[]> {
  const missed = chosen.filter(({ deliveryId }) => deliveryId === null).map(({ id }) => id);
  const failed = chosen.flatMap(({ deliveryId }) => deliveryId ?? []);
  return await enqueueDeliveries(tx, [...failed, ...(await writeDeliveries(tx, destination, missed))], {
    trigger: "replay",
    replayId,
    requestedBy: actor.label,
    ...(reason === "" ? {} : { requestReason: reason }),
  });
}

/** As lib/outgoing would have written them: with personal data only where the event was written with it. */
async function writeDeliveries(tx: Tx, { id, format, personalData }: DestinationRow, eventIds: readonly number[]) {
  const written = await tx.execute<{ id: string }>(sql`
    insert into deliveries (outgoing_event_id, destination_id, format, personal_data)
    select told.id, ${id}, ${format}::destination_format, ${personalData} and told.personal_body is not null
    from outgoing_events as told
    where told.id = any(array(select value::bigint from jsonb_array_elements_text(${JSON.stringify(eventIds)}::jsonb)))
    order by told.at, told.id
    on conflict (outgoing_event_id, destination_id) do nothing
    returning id`);
  return written.map((row) => Number(row.id));
}

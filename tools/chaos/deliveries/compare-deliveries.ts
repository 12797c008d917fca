import { sql } from "drizzle-orm";
import type { Database } from "#db/pool";
import type { Arrival, DeliveryReceiver } from "./delivery-receiver.ts";

/** A delivery as it is stored: what must have arrived. */
type Stored = {
  id: string;
  hash: string;
  type: string;
  /** With the source. */
  name: string;
  sequence: number | null;
  state: string | null;
};

const MAX_EXAMPLES = 5;

/**
 * Compares the arrivals at a receiver with the outgoing events of its destination, which takes all types: none is lost, the bytes of each
 * are the same at each arrival, a later one of a case never comes before an earlier one was accepted, and what was accepted is what succeeded.
 */
export async function compareDeliveries(
  database: Database,
  receiver: DeliveryReceiver,
): Promise<{ wrong: string[]; note: string }> {
  const stored = await readDeliveries(database, receiver.destinationId);
  const { name, arrivals } = receiver;
  const accepted = new Set(arrivals.filter(({ acceptedAt }) => acceptedAt !== undefined).map(({ id }) => id));
  const known = new Map(stored.map((one) => [one.id, one]));
  const lost = stored.filter(({ id }) => !accepted.has(id));
  const differing = arrivals.filter(({ id, hash }) => known.has(id) && known.get(id)?.hash !== hash);
  const wrong = [
    ...receiver.wrong,
    ...examples(
      lost,
      ({ type, id, state }) => `${type} ${id} was never accepted: it is ${state ?? "without a delivery"}.`,
    ),
    ...examples(
      arrivals.filter(({ id }) => !known.has(id)),
      ({ id }) => `${id} arrived and is not stored.`,
    ),
    ...examples(differing, ({ id, nth }) => `${id} has other bytes at arrival ${nth}.`),
    ...examples(outOfOrder(arrivals, known), (sentence) => sentence),
    ...examples(
      stored.filter(({ id, state }) => accepted.has(id) && state !== "succeeded"),
      ({ type, id, state }) => `${type} ${id} was accepted and is ${state}.`,
    ),
    ...examples(await wrongStatuses(database, receiver), (sentence) => sentence),
    ...(stored.length === 0 ? ["There was nothing to deliver."] : []),
  ];
  const again = repeatsOf(receiver).length;
  return {
    wrong: wrong.map((sentence) => `At ${name}: ${sentence}`),
    note: `${name}: ${stored.length} outgoing events, ${stored.length - lost.length} accepted in ${arrivals.length} requests, ${again} of them after they had been accepted`,
  };
}

/** The arrivals of what the receiver had accepted before. */
export function repeatsOf({ arrivals }: DeliveryReceiver): Arrival[] {
  const accepted = new Set<string>();
  return arrivals.filter(({ id, acceptedAt }) => {
    const isRepeat = accepted.has(id);
    if (acceptedAt !== undefined) accepted.add(id);
    return isRepeat;
  });
}

async function readDeliveries(database: Database, destinationId: string): Promise<Stored[]> {
  return await database.execute<Stored>(sql`
    select case destinations.format when 'as-received' then events.message_id else told.message_id end as id,
      encode(sha256(case destinations.format when 'as-received' then events.body else convert_to(told.body, 'UTF8') end), 'hex') as hash,
      told.type, told.source || '/' || told.ref_id as name, told.sequence,
      (select state from runs where delivery_id = deliveries.id and latest) as state
    from destinations cross join outgoing_events as told
    left join deliveries on deliveries.outgoing_event_id = told.id and deliveries.destination_id = destinations.id
    left join events on events.id = told.event_id
    where destinations.id = ${destinationId} and (destinations.format = 'casewire' or told.type like 'kyb.case.%')`);
}

/** By the first arrivals: each earlier one of its case had been accepted by then. */
function outOfOrder(arrivals: readonly Arrival[], known: ReadonlyMap<string, Stored>): string[] {
  const ofCase = Map.groupBy(known.values(), ({ name }) => name);
  const acceptedAt = new Map<string, number>();
  for (const { id, acceptedAt: at } of arrivals) {
    if (at !== undefined && !acceptedAt.has(id)) acceptedAt.set(id, at);
  }
  const firsts = arrivals.filter(({ nth }) => nth === 1);
  return firsts.flatMap(({ id, at }) => {
    const { name = "", sequence = null } = known.get(id) ?? {};
    const earlier = (ofCase.get(name) ?? []).filter((one) => (one.sequence ?? 0) < (sequence ?? 0));
    return earlier
      .filter((one) => (acceptedAt.get(one.id) ?? Number.POSITIVE_INFINITY) > at)
      .map((one) => `${name} ${sequence} arrived before ${one.sequence} was accepted.`);
  });
}

/** Who follows the arrivals knows where each case stands, and which accounts are enabled. */
async function wrongStatuses(database: Database, { arrivals, destinationId }: DeliveryReceiver): Promise<string[]> {
  const cases = await database.execute<{ ref_id: string; status: string }>(sql`
    select ref_id, status from cases join destinations on destinations.id = ${destinationId} and format = 'casewire'`);
  const byCase = Map.groupBy(arrivals, ({ refId }) => refId);
  return cases.flatMap(({ ref_id, status }) => {
    const ofCase = byCase.get(ref_id) ?? [];
    const last = ofCase.reduce<Arrival | undefined>(
      (newest, one) => ((one.sequence ?? 0) > (newest?.sequence ?? 0) ? one : newest),
      undefined,
    );
    const isEnabled = ofCase.some(({ type }) => type === "account.enabled");
    return [
      ...(last?.status === status
        ? []
        : [
            `${ref_id} is ${status}, and ${last?.type} ${last?.sequence}, the last that arrived, says ${last?.status}.`,
          ]),
      ...(status !== "COMPLETED" || isEnabled ? [] : [`${ref_id} is COMPLETED, and no account.enabled arrived.`]),
    ];
  });
}

function examples<T>(found: readonly T[], sentence: (one: T) => string): string[] {
  const more = found.length - MAX_EXAMPLES;
  return [...found.slice(0, MAX_EXAMPLES).map(sentence), ...(more > 0 ? [`… and ${more} more such.`] : [])];
}

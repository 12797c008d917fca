import { transaction } from "#db/pool";
import { insertNew } from "./insert-new-events.ts";
import { keyOf, type Message, type Prepared, prepare } from "./prepare.ts";
import { storeKnown } from "./store-repeats.ts";

export type StoredOutcome = "accepted" | "duplicate" | "payload_mismatch";

/**
 * Stores genuine messages and tells of each, by its place, what it was once that is committed: first of those that are new, in one
 * transaction, then of those that are not, in another. Of several with one id the first is new. Rejects when a transaction fails;
 * whoever was told before is stored all the same. Nothing is announced.
 */
export async function storeMessages(
  messages: readonly Message[],
  told: (place: number, outcome: StoredOutcome) => void,
): Promise<void> {
  const prepared = messages.map(prepare);
  const firsts = new Map<string, Prepared>();
  for (const one of prepared) if (!firsts.has(keyOf(one.message))) firsts.set(keyOf(one.message), one);
  const inserted = await insertNew([...firsts.values()]);
  const accepted = new Set(inserted.map((key) => firsts.get(keyOf(key))));
  const again: number[] = [];
  for (const [place, one] of prepared.entries()) {
    if (accepted.has(one)) told(place, "accepted");
    else again.push(place);
  }
  if (again.length === 0) return;
  const known = prepared.filter((one) => !accepted.has(one));
  const outcomes = await transaction((tx) => storeKnown(tx, known));
  for (const [nth, outcome] of outcomes.entries()) told(again[nth] ?? -1, outcome);
}

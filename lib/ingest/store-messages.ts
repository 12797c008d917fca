import { transaction } from "#db/pool";
import { insertNewEvents } from "./insert-new-events.ts";
import { keyOf, type Message, type Prepared, prepare } from "./prepare.ts";
import { storeRepeats } from "./store-repeats.ts";

export type StoredOutcome = "accepted" | "duplicate" | "payload_mismatch";

/**
 * Stores genuine messages: the new ones in one transaction, then the repeats in another. Calls `onStored` for each, by its index, once
 * its transaction is committed. Of several with one id the first is new. Rejects when a transaction fails; nothing is announced.
 */
export async function storeMessages(
  messages: readonly Message[],
  onStored: (index: number, outcome: StoredOutcome) => void,
): Promise<void> {
  const prepared = messages.map(prepare);
  const firsts = new Map<string, Prepared>();
  for (const one of prepared) if (!firsts.has(keyOf(one.message))) firsts.set(keyOf(one.message), one);
  const inserted = await insertNewEvents([...firsts.values()]);
  const accepted = new Set(inserted.map((key) => firsts.get(keyOf(key))));
  const repeatIndexes: number[] = [];
  for (const [index, one] of prepared.entries()) {
    if (accepted.has(one)) onStored(index, "accepted");
    else repeatIndexes.push(index);
  }
  if (repeatIndexes.length === 0) return;
  const repeats = prepared.filter((one) => !accepted.has(one));
  const outcomes = await transaction((tx) => storeRepeats(tx, repeats));
  for (const [nth, outcome] of outcomes.entries()) onStored(repeatIndexes[nth] ?? -1, outcome);
}

import type { Environment } from "#tools/chaos/environment/environment";
import { compareDeliveries } from "./compare-deliveries.ts";
import { DeliveryReceiver } from "./delivery-receiver.ts";

export type GivenDestination = { name: string; format?: "casewire" | "as-received"; concurrency?: number };

/** One of each format. */
export const BOTH_FORMATS: readonly GivenDestination[] = [{ name: "core" }, { name: "raw", format: "as-received" }];

/**
 * Adds destinations with a receiver each, lets `work` send and break, waits until nothing is left to do, and compares what arrived with
 * what is stored. The receivers are in the order of `given`.
 */
export async function withDestinations(
  environment: Environment,
  given: readonly GivenDestination[],
  work: (...receivers: DeliveryReceiver[]) => Promise<void>,
): Promise<void> {
  const receivers = await Promise.all(given.map(({ name }) => DeliveryReceiver.start(name)));
  try {
    await addDestinations(environment, given, receivers);
    await work(...receivers);
    await environment.settled();
    for (const receiver of receivers) {
      const { wrong, note } = await environment.inDatabase((database) => compareDeliveries(database, receiver));
      environment.wrong.push(...wrong);
      environment.notes.push(note);
    }
  } finally {
    await Promise.all(receivers.map((receiver) => receiver.stop()));
  }
}

async function addDestinations(
  environment: Environment,
  given: readonly GivenDestination[],
  receivers: readonly DeliveryReceiver[],
): Promise<void> {
  const destinations = given.map((one, n) => ({ ...one, url: receivers[n]?.url }));
  const adding = await environment.openProcess({
    script: "tools/chaos/deliveries/add-destinations.ts",
    env: { CHAOS_DESTINATIONS: JSON.stringify(destinations) },
  });
  const added = (await adding.ask()) as { destinationId: string; secret: string }[];
  for (const [n, one] of added.entries()) Object.assign(receivers[n] ?? {}, one);
}

/** Adds the destinations of CHAOS_DESTINATIONS as an administrator does, and sends their ids and secrets to the process that started it. */
import { exitWithError } from "#bin/process/command-line";
import { closePool } from "#db/pool";
import { addDestination } from "#lib/destinations/add-destination";

const actor = { kind: "token", id: "chaos", label: "npm run chaos", role: "admin" } as const;

try {
  const added: { destinationId: string; secret: string }[] = [];
  for (const given of JSON.parse(process.env.CHAOS_DESTINATIONS ?? "[]"))
    added.push(await addDestination(actor, given));
  process.send?.(added);
} catch (error) {
  exitWithError(error);
}
await closePool();

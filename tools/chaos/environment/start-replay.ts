/** Starts a replay of every event, as an administrator does on the events page. */
import { exitWithError } from "#bin/process/command-line";
import { closePool } from "#db/pool";
import { startReplay } from "#lib/replay/start-replay";

const actor = { kind: "token", id: "chaos", label: "npm run chaos", role: "admin" } as const;

await startReplay(actor, { selection: { filter: {} }, reason: "to be disturbed" }).catch(exitWithError);
await closePool();

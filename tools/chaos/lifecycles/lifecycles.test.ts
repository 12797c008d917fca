import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { database } from "#db/pool";
import { catalogue } from "#lib/handlers/catalogue";
import { answer } from "#lib/ingest/outcome";
import { receive } from "#lib/ingest/receive";
import { startWorker } from "#lib/runs/worker";
import { addSource } from "#lib/sources/add-source";
import { newSecret } from "#lib/sources/secret";
import { signedHeaders } from "#lib/sources/sign";
import { addSecretByCommand } from "#lib/sources/store-secret";
import { compareLifecycles } from "./compare-lifecycles.ts";
import { expectedStateOf } from "./expected-state.ts";
import { generateLifecycles, SOURCES } from "./generate-lifecycles.ts";
import { sendLifecycles } from "./send-lifecycles.ts";

const LIVES = 60;
const admin = { kind: "token", id: "test", label: "test", role: "admin" } as const;
const secret = newSecret();
let worker: ReturnType<typeof startWorker>;

beforeAll(async () => {
  await addSource(admin, { slug: "vove-sandbox", name: "Sandbox" });
  for (const source of SOURCES) await addSecretByCommand(admin, { source, text: secret });
  worker = startWorker({ handlers: catalogue });
});

afterAll(() => worker.stop());

async function deliver(source: string, messageId: string, body: string): Promise<string | undefined> {
  const bytes = Buffer.from(body);
  const headers = signedHeaders(secret, { messageId, body: bytes, attemptedAt: new Date() });
  const request = { source, headers, body: bytes, remoteAddress: "::1", receivedAt: new Date() };
  const outcome = await receive({ ...request, startedAt: performance.now() });
  if (outcome.kind === "unavailable") return undefined;
  return (JSON.parse(answer(outcome).body) as { verdict?: string }).verdict ?? outcome.kind;
}

async function unfinished(): Promise<number> {
  const [row] = await database().execute<{ n: number }>(
    sql`select count(*)::int as n from runs where state in ('queued', 'running')`,
  );
  return row?.n ?? 0;
}

it("leaves every case as its sender knows it, in whatever order, however often and from whichever source its events came", {
  timeout: 240_000,
}, async () => {
  const seed = Math.floor(Math.random() * 1_000_000);
  const lifecycles = generateLifecycles(LIVES, seed);
  expect(await sendLifecycles(lifecycles, deliver)).toEqual([]);
  await expect.poll(unfinished, { timeout: 200_000 }).toBe(0);
  expect(await compareLifecycles(database(), lifecycles), `seed ${seed}`).toEqual([]);
  // The expected states are not trivial.
  const verdicts = new Set(
    lifecycles.flatMap((lifecycle) => [...expectedStateOf(lifecycle).verdicts.values()].map(({ verdict }) => verdict)),
  );
  expect([...verdicts].sort()).toEqual(["applied", "conflict", "gap", "late", "repeat", "unrecognised"]);
});

import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { networkInterfaces } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "#db/connect";
import { databaseUrl } from "#db/pool";
import { askEndpoint, type Endpoint } from "#lib/ingest/testing/ask-endpoint";
import { ENDPOINT_CASES, type EndpointCase } from "#lib/ingest/testing/endpoint-cases";
import { seal } from "#lib/seal";
import { parseSecret } from "#lib/sources/secret";

const started: ChildProcess[] = [];
let endpoint: Endpoint;

/** Starts an ingest process and resolves once it serves. */
async function start(port: number, over: Record<string, string> = {}): Promise<{ child: ChildProcess; port: number }> {
  const env = {
    ...process.env,
    PORT: String(port),
    VOVE_WEBHOOK_SECRETS: endpoint.secret,
    DATABASE_POOL: "4",
    LOG_LEVEL: "silent",
    ...over,
  };
  const child = fork("bin/ingest.ts", [], { env, stdio: ["ignore", "ignore", "inherit", "ipc"] });
  started.push(child);
  const [message] = (await once(child, "message")) as [{ serving: number }];
  return { child, port: message.serving };
}

const named = (name: string) => ENDPOINT_CASES.find((one) => one.name === name) as EndpointCase;

beforeAll(async () => {
  const secret = `whsec_${randomBytes(24).toString("base64")}`;
  endpoint = { url: "", secret, sql: connect(databaseUrl(), { max: 2 }) };
  const { port } = await start(0);
  endpoint.url = `http://127.0.0.1:${port}`;
});

afterAll(async () => {
  for (const child of started) child.kill("SIGKILL");
  await endpoint.sql.end();
});

describe("the ingest endpoint answers", () => {
  it.each(ENDPOINT_CASES)("$name", async (one) => {
    expect(await askEndpoint(endpoint, one)).toEqual(one.answer);
  });

  it("its health", async () => {
    const answer = await fetch(`${endpoint.url}/api/health`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ status: "failing", database: "ok", worker: "missing" });
  });

  it.each(["/", "/cases", "/api/v1/cases", "/api/webhooks/", "/api/webhooks/vove/x", "/api/webhooks/%zz"])(
    "nothing at %s",
    async (path) => {
      expect((await fetch(`${endpoint.url}${path}`, { method: "POST" })).status).toBe(404);
    },
  );
});

it("keeps every header as it came, and the address the request came from", async () => {
  await askEndpoint(endpoint, named("a new message"));
  const [receipt] = await endpoint.sql`select headers, remote_address from receipts order by id desc limit 1`;
  expect(receipt?.remote_address).toBe("127.0.0.1");
  expect(receipt?.headers).toContainEqual(["user-agent", "Svix-Webhooks/1.62.0"]);
});

it("finishes the request under way when it is told to stop", async () => {
  const { child, port } = await start(0);
  const exit = once(child, "exit");
  const taken = Promise.withResolvers<unknown>();
  await endpoint.sql.begin(async (tx) => {
    await tx`lock table events in access exclusive mode`;
    void askEndpoint({ ...endpoint, url: `http://127.0.0.1:${port}` }, named("a new message")).then(taken.resolve);
    await pause(500);
    child.kill("SIGTERM");
    await pause(200);
  });
  expect(await taken.promise).toMatchObject({ status: 200 });
  expect(await exit).toEqual([0, null]);
});

describe("with another CASEWIRE_SECRET than the one its secrets are sealed with", () => {
  const stored = `whsec_${randomBytes(24).toString("base64")}`;
  const right = process.env.CASEWIRE_SECRET ?? "";
  const wrong = { CASEWIRE_SECRET: "the secret of another installation" };
  const statusOf = (answer: { status: number } | undefined) => answer?.status;

  beforeAll(async () => {
    const { fingerprint, hint } = parseSecret(stored);
    await endpoint.sql`insert into source_secrets (source, sealed, fingerprint, hint, created_by)
      values ('vove', ${seal(stored)}, ${fingerprint}, ${hint}, 'test')`;
  });

  it("loses no event: 503 and nothing refused on record, and says why its health fails", async () => {
    const { port } = await start(0, wrong);
    const other = { ...endpoint, url: `http://127.0.0.1:${port}` };
    const refused = () => endpoint.sql`select count(*)::int as n from receipts where cause = 'bad-signature'`;
    const before = await refused();
    const answer = await askEndpoint({ ...other, secret: stored }, named("a new message"));
    expect(answer).toMatchObject({ status: 503, headers: { "retry-after": "5" } });
    expect(statusOf(await askEndpoint(other, named("a new message"))), "the secret of the environment").toBe(200);
    expect(statusOf(await askEndpoint(other, named("no signature")))).toBe(401);
    expect(statusOf(await askEndpoint(other, named("a stranger's signature")))).toBe(503);
    expect(await refused()).toEqual(before);
    expect(await (await fetch(`${other.url}/api/health`)).json()).toMatchObject({
      status: "failing",
      database: "ok",
      secret: "cannot-open",
    });
  });

  it("takes it once the right one is set as CASEWIRE_SECRET_PREVIOUS", async () => {
    const { port } = await start(0, { ...wrong, CASEWIRE_SECRET_PREVIOUS: right });
    const other = { ...endpoint, secret: stored, url: `http://127.0.0.1:${port}` };
    expect(statusOf(await askEndpoint(other, named("a new message")))).toBe(200);
    expect(statusOf(await askEndpoint(other, named("a stranger's signature")))).toBe(401);
    expect(await (await fetch(`${other.url}/api/health`)).json()).toMatchObject({ secret: "ok" });
  });
});

const outward = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ family, internal }) => family === "IPv4" && !internal);

it.runIf(outward)(
  "is reached by this machine alone once a public address is set, and by all where HOST says so",
  async () => {
    const health = (port: number) => fetch(`http://${outward?.address}:${port}/api/health`);
    const CASEWIRE_URL = "https://desk.example";
    const inner = await start(0, { CASEWIRE_URL });
    await expect(health(inner.port)).rejects.toThrow();
    expect((await fetch(`http://127.0.0.1:${inner.port}/api/health`)).status).toBe(503);
    const open = await start(0, { CASEWIRE_URL, HOST: "0.0.0.0" });
    expect((await health(open.port)).status).toBe(503);
  },
);

it("ends when its supervisor is gone", async () => {
  const { child } = await start(0);
  const exit = once(child, "exit");
  child.disconnect();
  expect(await exit).toEqual([0, null]);
});

it.runIf(process.platform === "linux")("shares its port with others of its kind", async () => {
  const one = await start(0);
  const other = await start(one.port);
  const url = `http://127.0.0.1:${other.port}`;
  one.child.kill("SIGTERM");
  await once(one.child, "exit");
  expect(await askEndpoint({ ...endpoint, url }, named("a new message"))).toMatchObject({ status: 200 });
});

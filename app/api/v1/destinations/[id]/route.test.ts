import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { runs } from "#db/schema";
import { bearer } from "#lib/access/testing/bearer";
import { entriesAbout, personOf } from "#lib/access/testing/people";
import { addDestination } from "#lib/destinations/add-destination";
import { POST as rotate } from "./rotate/route.ts";
import { DELETE, GET, PATCH } from "./route.ts";
import { POST as test } from "./test/route.ts";

process.env.CASEWIRE_DESTINATIONS_ALLOW = "127.0.0.1";

type Headers = { authorization?: string };
type Route = (request: Request, context: { params: Promise<{ id: string }> }) => Promise<Response>;

const NONE = "00000000-0000-4000-8000-000000000000";
let admin: Headers;
let engineer: Headers;
let serial = 0;

beforeAll(async () => {
  admin = await bearer("admin");
  engineer = await bearer("engineer");
});

async function added(): Promise<string> {
  const given = { name: `Ledger ${++serial}`, url: "http://127.0.0.1:4000/hooks" };
  const headers: [string, string][] = [["x-key", "k-123456789"]];
  return (await addDestination(await personOf("admin"), { ...given, headers })).destinationId;
}

function call(route: Route, id: string, { body, headers = admin }: { body?: unknown; headers?: Headers } = {}) {
  const text = body === undefined ? null : JSON.stringify(body);
  const request = new Request("http://localhost/api/v1/destinations/x", { method: "POST", body: text, headers });
  return route(request, { params: Promise.resolve({ id }) });
}

const GETting: Route = (request, context) => GET(new Request(request.url, { headers: request.headers }), context);

describe("GET /api/v1/destinations/{id}", () => {
  it("gives one destination to an engineer, without its secrets and header values", async () => {
    const id = await added();
    const response = await call(GETting, id, { headers: engineer });
    expect(response.status).toBe(200);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ id, headerNames: ["x-key"], secrets: [{ expiresAt: null }] });
    expect(text).not.toMatch(/k-123456789|whsec_|aes256gcm/);
  });

  it.each([NONE, "x", "1"])("is 404 for %s", async (id) => {
    for (const route of [GETting, DELETE, test, rotate]) expect((await call(route, id)).status).toBe(404);
    expect((await call(PATCH, id, { body: {} })).status).toBe(404);
  });
});

describe("PATCH /api/v1/destinations/{id}", () => {
  it("changes what is given and leaves the rest", async () => {
    const id = await added();
    const response = await call(PATCH, id, { body: { eventTypes: ["letter.failed"], ratePerSecond: 5 } });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      id,
      eventTypes: ["letter.failed"],
      ratePerSecond: 5,
      concurrency: 10,
    });
    const open = await call(PATCH, id, { body: { eventTypes: null, headers: { "x-key": null, "x-new": "one" } } });
    expect(await open.json()).toMatchObject({ eventTypes: null, headerNames: ["x-key", "x-new"] });
  });

  it("disables with a reason and enables, and takes the state that it has already", async () => {
    const id = await added();
    for (const body of [{ state: "disabled", reason: "It is moved." }, { state: "disabled" }]) {
      const response = await call(PATCH, id, { body });
      expect(await response.json()).toMatchObject({ state: "disabled", stateReason: "It is moved." });
    }
    const enabled = await call(PATCH, id, { body: { state: "enabled" } });
    expect(await enabled.json()).toMatchObject({ state: "enabled", stateReason: null });
    const actions = (await entriesAbout(id)).map(({ action }) => action);
    expect(actions).toEqual(["destination.enabled", "destination.disabled", "destination.added"]);
  });

  it.each([
    [{ format: "as-received" }, "format"],
    [{ secret: "whsec_x" }, "secret"],
    [{ reason: "why" }, "reason"],
    [{ state: "deleted" }, "state"],
    [{ url: "https://127.0.0.9/" }, "url"],
    [{ eventTypes: [] }, "eventTypes"],
  ])("is 400 for %j, and names what is wrong", async (body, field) => {
    const response = await call(PATCH, await added(), { body });
    expect(response.status).toBe(400);
    expect((await response.json()).error.fields).toHaveProperty(field);
  });

  it("is for admins", async () => {
    expect((await call(PATCH, await added(), { body: {}, headers: engineer })).status).toBe(403);
  });
});

describe("DELETE /api/v1/destinations/{id}", () => {
  it("is 204 for an admin, and then the destination is gone", async () => {
    const id = await added();
    expect((await call(DELETE, id, { headers: engineer })).status).toBe(403);
    expect((await call(DELETE, id)).status).toBe(204);
    expect((await call(DELETE, id)).status).toBe(404);
    expect((await call(GETting, id)).status).toBe(404);
  });
});

describe("POST /api/v1/destinations/{id}/rotate", () => {
  it("gives a new secret, with an overlap of a day unless another is asked for", async () => {
    const id = await added();
    const first = await (await call(rotate, id)).json();
    expect(first).toMatchObject({ id, secret: expect.stringMatching(/^whsec_/), overlapHours: 24 });
    const second = await (await call(rotate, id, { body: { overlapHours: 0 } })).json();
    expect(second.secret).not.toBe(first.secret);
    const { secrets } = await (await call(GETting, id)).json();
    expect(secrets).toMatchObject([{ hint: second.secret.slice(-4), expiresAt: null }]);
  });

  it.each([{ overlapHours: 169 }, { overlapHours: null }, { overlap: 1 }])("is 400 for %j", async (body) => {
    expect((await call(rotate, await added(), { body })).status).toBe(400);
  });
});

describe("POST /api/v1/destinations/{id}/test", () => {
  it("queues a test and names its delivery", async () => {
    const response = await call(test, await added());
    expect(response.status).toBe(202);
    const { deliveryId } = await response.json();
    expect(await database().$count(runs, eq(runs.deliveryId, deliveryId))).toBe(1);
  });

  it("is for admins and takes no fields", async () => {
    const id = await added();
    expect((await call(test, id, { headers: engineer })).status).toBe(403);
    expect((await call(test, id, { body: { to: "x" } })).status).toBe(400);
  });
});

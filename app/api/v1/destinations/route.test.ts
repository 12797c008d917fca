import { sql } from "drizzle-orm";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { bearer } from "#lib/access/testing/bearer";
import { GET, PATCH, POST } from "./route.ts";

process.env.CASEWIRE_DESTINATIONS_ALLOW = "127.0.0.1";

type Headers = { authorization?: string };
let admin: Headers;
let engineer: Headers;
let analyst: Headers;

beforeAll(async () => {
  admin = await bearer("admin");
  engineer = await bearer("engineer");
  analyst = await bearer("analyst");
});

afterEach(async () => void (await database().execute(sql`update destinations set deleted_at = now()`)));

const address = "http://localhost/api/v1/destinations";
const context = { params: Promise.resolve({}) };
const get = (headers: Headers = engineer, query = "") => GET(new Request(`${address}${query}`, { headers }), context);
const post = (body: unknown, headers: Headers = admin) =>
  POST(new Request(address, { method: "POST", body: JSON.stringify(body), headers }), context);

const wanted = { name: "Core banking", url: "http://127.0.0.1:4000/hooks" };

describe("POST /api/v1/destinations", () => {
  it("answers 201 with the destination and its secret, this once", async () => {
    const headers = { authorization: "Bearer k-123456789" };
    const response = await post({ ...wanted, eventTypes: ["account.enabled"], headers, ratePerSecond: 20 });
    expect(response.status).toBe(201);
    const { secret, ...added } = await response.json();
    expect(secret).toMatch(/^whsec_[\w+/]{32}$/);
    expect(added).toMatchObject({
      ...wanted,
      id: expect.any(String),
      format: "casewire",
      eventTypes: ["account.enabled"],
      source: null,
      personalData: false,
      headerNames: ["authorization"],
      concurrency: 10,
      ratePerSecond: 20,
      state: "enabled",
      waiting: 0,
      secrets: [{ hint: secret.slice(-4), fingerprint: expect.stringMatching(/^[0-9a-f]{12}$/), expiresAt: null }],
    });
    const listed = await (await get()).text();
    expect(JSON.parse(listed)).toMatchObject({ items: [{ id: added.id }], nextCursor: null });
    for (const text of [JSON.stringify(added), listed]) {
      expect(text).not.toContain(secret.slice(6));
      expect(text).not.toContain("k-123456789");
      expect(text).not.toContain("aes256gcm");
    }
  });

  it.each([
    [{}, ["name", "url"]],
    [{ ...wanted, colour: "red" }, ["colour"]],
    [{ ...wanted, url: "https://127.0.0.9/" }, ["url"]],
    [{ ...wanted, url: "https://user:password@service.example/" }, ["url"]],
    [{ ...wanted, eventTypes: ["kyb.case.lost"] }, ["eventTypes"]],
    [{ ...wanted, format: "as-received", eventTypes: ["letter.sent"] }, ["eventTypes"]],
    [{ ...wanted, headers: { "svix-id": "x" } }, ["headers.0.name"]],
    [{ ...wanted, headers: { "x-key": "one\r\ntwo" } }, ["headers.0.value"]],
    [{ ...wanted, concurrency: "10" }, ["concurrency"]],
    [{ ...wanted, personalData: "yes" }, ["personalData"]],
  ])("is 400 for %j, and names what is wrong", async (body, fields) => {
    const response = await post(body);
    expect(response.status).toBe(400);
    const { error } = await response.json();
    expect(Object.keys(error.fields).sort()).toEqual(fields);
  });

  it("is 404 for a source that is not there, 409 for a name that is taken", async () => {
    expect((await post({ ...wanted, source: "nobody" })).status).toBe(404);
    expect((await post(wanted)).status).toBe(201);
    const taken = await post(wanted);
    expect(taken.status).toBe(409);
    expect(await taken.json()).toMatchObject({ error: { code: "wrong-state", fields: { name: "Is taken." } } });
  });

  it("is for admins", async () => {
    expect((await post(wanted, engineer)).status).toBe(403);
    expect((await post(wanted, {})).status).toBe(401);
  });
});

describe("GET /api/v1/destinations", () => {
  it("is for engineers, takes no parameters, and other methods are 405", async () => {
    expect((await get()).status).toBe(200);
    expect((await get(analyst)).status).toBe(403);
    expect((await get(engineer, "?limit=1")).status).toBe(400);
    expect(PATCH().status).toBe(405);
  });
});

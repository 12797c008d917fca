import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { apiTokens, rateLimits } from "#db/access-schema";
import { closePool, database, databaseUrl } from "#db/pool";
import { eventually } from "#db/testing/eventually";
import { ownerDatabase } from "#db/testing/owner";
import { personOf } from "#lib/access/testing/people";
import { issueToken } from "#lib/access/tokens/issue-token";
import { revokeToken } from "#lib/access/tokens/revoke-token";
import { log } from "#lib/log";
import { Refusal } from "#lib/refusal";
import { api } from "./api.ts";

const admin = await personOf("admin");
const viewer = await issueToken(admin, { name: "Report", role: "viewer", days: 90 });

beforeEach(async () => {
  await database().delete(rateLimits).where(sql`true`);
});

function ask(
  handler: ReturnType<typeof api<Record<string, string>>>,
  authorization?: string,
  address = "192.0.2.1",
): Promise<Response> {
  const headers = new Headers({ "x-casewire-remote": address });
  if (authorization) headers.set("authorization", authorization);
  return handler(new Request("http://desk.test/api/v1/things/7", { headers }), {
    params: Promise.resolve({ id: "7" }),
  });
}

const echo = api("case:read", async (actor, _request, params) => ({ actor, params }));
const fail = (error: unknown) =>
  api("case:read", async () => {
    throw error;
  });
const bearer = `Bearer ${viewer.token}`;

describe("api", () => {
  it("hands the token's actor and the path's parameters to its handler", async () => {
    const answer = await ask(echo, bearer);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(await answer.json()).toEqual({
      actor: { kind: "token", id: viewer.tokenId, label: "Report", role: "viewer", remoteAddress: "192.0.2.1" },
      params: { id: "7" },
    });
  });

  it("passes a Response through and answers 204 for nothing", async () => {
    const accepted = api("case:read", async () => Response.json({ ok: true }, { status: 202 }));
    expect((await ask(accepted, bearer)).status).toBe(202);
    const nothing = api("case:read", async () => {});
    expect((await ask(nothing, bearer)).status).toBe(204);
  });

  it.each([undefined, "Bearer cwt_wrong", "Basic YWRhOmFkYQ==", "Bearer ", viewer.token])(
    "answers 401 to %s",
    async (authorization) => {
      const answer = await ask(echo, authorization);
      expect(answer.status).toBe(401);
      expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer/);
      expect(await answer.json()).toMatchObject({ error: { code: "not-signed-in" } });
    },
  );

  it("answers 401 to a token from the moment it is revoked", async () => {
    const { tokenId, token } = await issueToken(admin, { name: "Short", role: "admin", days: 90 });
    expect((await ask(echo, `Bearer ${token}`)).status).toBe(200);
    await revokeToken(admin, { tokenId });
    expect((await ask(echo, `Bearer ${token}`)).status).toBe(401);
  });

  it("answers 403 to a role that may not, without calling the handler", async () => {
    const handle = vi.fn(async () => ({}));
    expect((await ask(api("replay:start", handle), bearer)).status).toBe(403);
    expect(handle).not.toHaveBeenCalled();
  });

  it.each([
    [
      new Refusal("invalid", "No.", { id: "Wrong." }),
      400,
      { code: "invalid", message: "No.", fields: { id: "Wrong." } },
    ],
    [new Refusal("not-found", "No."), 404, { code: "not-found", message: "No." }],
    [new Refusal("wrong-state", "No."), 409, { code: "wrong-state", message: "No." }],
    [new Refusal("too-many", "No."), 429, { code: "too-many", message: "No." }],
  ])("translates %s", async (error, status, body) => {
    const answer = await ask(fail(error), bearer);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual({ error: body });
  });

  it("answers 400 to what a schema refuses, by field", async () => {
    const parse = api("case:read", async () => z.object({ limit: z.number() }).parse({ limit: "many" }));
    const answer = await ask(parse, bearer);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: "invalid", fields: { limit: expect.any(String) } } });
  });

  it("answers 500 to a fault of ours and logs it under the reference it gives, saying nothing else", async () => {
    const logged = vi.spyOn(log, "error");
    const answer = await ask(fail(new Error("password=hunter2")), bearer);
    const { error } = (await answer.json()) as { error: { code: string; message: string } };
    expect(answer.status).toBe(500);
    expect(error.message).not.toContain("hunter2");
    const reference = (logged.mock.calls[0]?.[0] as { digest?: string } | undefined)?.digest;
    expect(error.message).toContain(reference);
    logged.mockRestore();
  });

  it("answers 503 and when to come again while the database has no connection left, or is away", async () => {
    const url = databaseUrl();
    const limited = (count: number) =>
      ownerDatabase().execute(sql.raw(`alter database ${new URL(url).pathname.slice(1)} connection limit ${count}`));
    try {
      await limited(0);
      await closePool();
      for (const now of [url, "postgres://nobody:nothing@127.0.0.1:1/nowhere"]) {
        process.env.DATABASE_URL = now;
        const answer = await ask(echo, bearer);
        expect(answer.status).toBe(503);
        expect(answer.headers.get("retry-after")).toBe("5");
        expect(await answer.json()).toMatchObject({ error: { code: "unavailable" } });
      }
    } finally {
      await limited(-1);
      await closePool();
      process.env.DATABASE_URL = url;
    }
    expect((await ask(echo, bearer)).status).toBe(200);
    const elsewhere = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
    expect((await ask(fail(elsewhere), bearer)).status, "what another program refuses is a fault of ours").toBe(500);
  });

  it("writes down the minute a token was last used", async () => {
    await database().update(apiTokens).set({ lastUsedAt: null }).where(eq(apiTokens.id, viewer.tokenId));
    await ask(echo, bearer);
    await eventually(async () => {
      const [row] = await database().select().from(apiTokens).where(eq(apiTokens.id, viewer.tokenId));
      expect(row?.lastUsedAt?.getTime()).toBeGreaterThan(Date.now() - 61_000);
      expect(row?.lastUsedAt?.getSeconds()).toBe(0);
    });
  });
});

describe("wrong tokens", () => {
  const guess = (count: number, address?: string) =>
    Promise.all(Array.from({ length: count }, (_, n) => ask(echo, `Bearer cwt_wrong${n}`, address)));

  it("are answered 429 after thirty from one address, which is told when to come again, while other addresses are untouched", async () => {
    const answers = [...(await guess(30)), ...(await guess(2))];
    expect(answers.map(({ status }) => status)).toEqual([...Array(30).fill(401), 429, 429]);
    const seconds = Number(answers.at(-1)?.headers.get("retry-after"));
    expect(seconds).toBeGreaterThan(200);
    expect(seconds).toBeLessThanOrEqual(300);
    expect((await ask(echo, "Bearer cwt_wrong", "192.0.2.2")).status).toBe(401);
  });

  it("shut that address for a right one too, which is answered as the wrong ones are: a guess there tells nothing", async () => {
    await guess(30, "192.0.2.3");
    const wrong = await ask(echo, "Bearer cwt_wrong", "192.0.2.3");
    const right = await ask(echo, bearer, "192.0.2.3");
    expect(right.status).toBe(429);
    expect(await right.json()).toEqual(await wrong.json());
    await database()
      .update(rateLimits)
      .set({ lastRequest: sql`${rateLimits.lastRequest} - 300000` })
      .where(sql`true`);
    expect((await ask(echo, bearer, "192.0.2.3")).status).toBe(200);
  });

  it("do not shut out a token that was good at that very address before", async () => {
    expect((await ask(echo, bearer, "192.0.2.4")).status).toBe(200);
    await guess(40, "192.0.2.4");
    expect((await ask(echo, bearer, "192.0.2.4")).status).toBe(200);
    expect((await ask(echo, "Bearer cwt_another", "192.0.2.4")).status).toBe(429);
  });

  it("shut out a known token that was revoked like any other", async () => {
    const { token, tokenId } = await issueToken(admin, { name: "Gone", role: "viewer", days: 90 });
    expect((await ask(echo, `Bearer ${token}`, "192.0.2.5")).status).toBe(200);
    await guess(30, "192.0.2.5");
    await revokeToken(admin, { tokenId });
    expect((await ask(echo, `Bearer ${token}`, "192.0.2.5")).status).toBe(429);
  });

  it("and refused acts leave a line with the address, and with the actor where there is one", async () => {
    const logged = vi.spyOn(log, "warn");
    await ask(echo, "Bearer cwt_wrong", "192.0.2.6");
    await guess(31, "192.0.2.7");
    await ask(
      api("replay:start", async () => ({})),
      bearer,
      "192.0.2.8",
    );
    const lines = logged.mock.calls.map(([line]) => line as unknown as Record<string, unknown>);
    logged.mockRestore();
    expect(lines).toContainEqual(expect.objectContaining({ code: "not-signed-in", address: "192.0.2.6" }));
    expect(lines).toContainEqual(expect.objectContaining({ code: "too-many", address: "192.0.2.7" }));
    const actor = { actorKind: "token", actorId: viewer.tokenId };
    const refused = { code: "not-allowed", permission: "replay:start", address: "192.0.2.8", ...actor };
    expect(lines).toContainEqual(expect.objectContaining(refused));
    expect(JSON.stringify(lines)).not.toContain("cwt_");
  });
});

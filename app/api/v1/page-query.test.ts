import { globSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { bearer } from "#lib/access/testing/bearer";
import { refIdProblem } from "#lib/ref-id";
import { caseFields, caseOf, eventFields, eventOf, readQuery } from "./page-query.ts";

type Serve = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

/** Every method of every route that is served, by `METHOD path`. */
const served: { name: string; method: string; serve: Serve; takesBody: boolean }[] = [];
for (const path of globSync("app/api/v1/**/route.ts").sort()) {
  if (path.includes("[...unknown]")) continue;
  const routes = (await import(/* @vite-ignore */ `${process.cwd()}/${path}`)) as Record<string, Serve>;
  for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
    const serve = routes[method];
    // The refusals of other methods take no request.
    if (serve && serve.length > 0)
      served.push({ name: `${method} ${path}`, method, serve, takesBody: method !== "GET" });
  }
}

let admin: { authorization: string };
beforeAll(async () => {
  admin = await bearer("admin");
});

async function ask(
  { method, serve, takesBody }: (typeof served)[number],
  query: string,
  body: unknown = { reason: "tried" },
) {
  const init = takesBody ? { method, body: JSON.stringify(body), headers: admin } : { headers: admin };
  const params = { refId: "nobody", messageId: "msg_none", id: "1" };
  const response = await serve(new Request(`http://localhost/api/v1/x${query}`, init), {
    params: Promise.resolve(params),
  });
  return { status: response.status, body: await response.json() };
}

it("is looked for in every route", () => expect(served.length).toBeGreaterThanOrEqual(8));

describe.each(served)("$name", (route) => {
  it("refuses a parameter it does not know, by name, and says which it knows", async () => {
    const answer = await ask(route, "?limti=5&soruce=vove", {});
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { code: "invalid", fields: { limti: expect.any(String), soruce: expect.any(String) } } },
    });
    expect(answer.body.error.fields.soruce).toMatch(/Known are: \w|takes no parameters/);
  });

  it("refuses a parameter that comes twice or empty", async () => {
    for (const query of ["?source=vove&source=vove", "?source="]) {
      expect(await ask(route, query, {})).toMatchObject({
        status: 400,
        body: { error: { code: "invalid", fields: { source: expect.any(String) } } },
      });
    }
  });

  it("refuses a source there is none of, where it takes one", async () => {
    // An evidence pack is not made without a reason.
    const needed = route.name.includes("evidence") ? "&reason=tried" : "";
    const { status, body } = await ask(route, `?source=voev${needed}`, {});
    const takesNone = /takes no|Not known/.test(body.error.fields.source);
    expect([status, body.error.code]).toEqual(takesNone ? [400, "invalid"] : [404, "not-found"]);
    expect(body.error.fields.source).toMatch(takesNone ? /./ : "There are: vove.");
  });
});

describe.each(served.filter(({ takesBody }) => takesBody))("the body of $name", (route) => {
  it("may hold no field that is not known", async () => {
    expect(await ask(route, "", { reason: "tried", raeson: "x", __proto__: 1 })).toMatchObject({
      status: 400,
      body: { error: { code: "invalid", fields: { raeson: expect.stringContaining("Known are: ") } } },
    });
  });
});

it.each([
  ["limit", ["0", "201", "1e1", "0x10", " 5", "5.0", "-1", "many"]],
  ["episode", ["0", "01", "1e1", " 1", "1.5", "last", "9".repeat(12)]],
  ["from", ["hello 1", "1", "2026-02-31", "11/25/2026", " 2026-11-25", "2026-11-25T10:00 02:00"]],
  ["cause", ["bad-signatur", "BAD-SIGNATURE"]],
  ["status", ["in_review", "DONE"]],
])("%s is read by its one form", async (name, values) => {
  const routes = served.filter(({ takesBody }) => !takesBody);
  for (const value of values) {
    const answers = await Promise.all(routes.map((route) => ask(route, `?${name}=${encodeURIComponent(value)}`)));
    const taking = answers.filter(({ body }) => !/Not known|takes no/.test(body.error?.fields?.[name] ?? ""));
    expect(taking.length, `${name}=${value}`).toBeGreaterThan(0);
    for (const { status, body } of taking)
      expect([status, Object.keys(body.error?.fields ?? {})]).toEqual([400, [name]]);
  }
});

describe("an id that cannot stand in a path", () => {
  const query = z.object({ ...caseFields, ...eventFields });
  const read = (search: string) => readQuery(new Request(`http://localhost/api/v1/x${search}`), query);

  it("stands in a parameter, and comes back whole", async () => {
    const refIds = fc.string({ unit: "binary", minLength: 1, maxLength: 512 }).filter((text) => !refIdProblem(text));
    await fc.assert(
      fc.asyncProperty(refIds, async (refId) => {
        expect(caseOf("by-ref", (await read(`?${new URLSearchParams({ refId })}`)).refId)).toBe(refId);
      }),
    );
    expect(eventOf("by-id", (await read("?messageId=%2E%2E%2F%25")).messageId)).toBe("../%");
  });

  it("may be the very word", () => {
    expect([caseOf("by-ref", undefined), eventOf("by-id", undefined)]).toEqual(["by-ref", "by-id"]);
  });

  it("is not named twice", () => {
    expect(() => caseOf("acme", "other")).toThrow(/refId/);
    expect(() => eventOf("msg_1", "msg_2")).toThrow(/messageId/);
  });
});

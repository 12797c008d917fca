import { globSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { bearer } from "#lib/access/testing/bearer";
import { bodySchema, OUTGOING_TYPE_NAMES } from "#lib/outgoing/event-types";
import { storeDelivery } from "#lib/outgoing/testing/stored-delivery";
import { ROLES } from "#lib/permissions";
import { POST as resendDelivery } from "../deliveries/[id]/resend/route.ts";
import { GET as findDelivery } from "../deliveries/[id]/route.ts";
import { GET as listDeliveries } from "../deliveries/route.ts";
import { POST as recoverDestination } from "../destinations/[id]/recover/route.ts";
import { POST as rotateDestination } from "../destinations/[id]/rotate/route.ts";
import { PATCH as changeDestination, GET as findDestination } from "../destinations/[id]/route.ts";
import { POST as testDestination } from "../destinations/[id]/test/route.ts";
import { POST as addDestination, GET as listDestinations } from "../destinations/route.ts";
import * as answers from "./destination-answers.ts";
import { problem } from "./generic-answers.ts";
import { OPERATIONS } from "./operations.ts";
import { GET } from "./route.ts";

process.env.CASEWIRE_DESTINATIONS_ALLOW = "127.0.0.1";

type Json = Record<string, unknown>;
type Described = { operationId: string; parameters?: Json[]; requestBody?: Json; responses: Json };
type Document = {
  openapi: string;
  info: Json;
  paths: Record<string, Record<string, Described> & { parameters?: { name: string; in: string }[] }>;
  webhooks: Record<string, { post: Described & { requestBody: { content: Record<string, Json> } } }>;
  components: Json;
};

let headers: { authorization: string };
let document: Document;

const ask = async (authorized: object) =>
  GET(new Request("http://localhost/api/v1/openapi.json", { headers: { ...authorized } }), {
    params: Promise.resolve({}),
  });

beforeAll(async () => {
  headers = await bearer("admin");
  document = await (await ask(headers)).json();
});

/** Every object in it, depth first. */
function* objectsIn(value: unknown): Generator<Json> {
  if (typeof value !== "object" || value === null) return;
  yield value as Json;
  for (const inner of Object.values(value)) yield* objectsIn(inner);
}

const operations = () =>
  Object.entries(document.paths).flatMap(([path, { parameters: _, ...methods }]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

describe("GET /api/v1/openapi.json", () => {
  it.each(ROLES)("is for a token of the role %s", async (role) => {
    expect((await ask(await bearer(role))).status).toBe(200);
  });

  it("is not for nobody", async () => expect((await ask({})).status).toBe(401));

  it("is an OpenAPI 3.1 document whose references lead somewhere and whose ids are unique", () => {
    expect(document).toMatchObject({ openapi: "3.1.0", info: { title: "Casewire", version: expect.any(String) } });
    for (const { $ref } of objectsIn(document)) {
      if (typeof $ref !== "string") continue;
      const found = $ref
        .slice(2)
        .split("/")
        .reduce<unknown>((at, key) => Object(at)[key], document);
      expect(found, $ref).toBeDefined();
    }
    const ids = [
      ...operations().map(({ operation }) => operation),
      ...Object.values(document.webhooks).map(({ post }) => post),
    ];
    expect(new Set(ids.map(({ operationId }) => operationId)).size).toBe(ids.length);
    expect(ids.every(({ responses }) => Object.keys(responses).length >= 2)).toBe(true);
  });

  it("declares the parameters in its paths", () => {
    for (const [path, { parameters = [] }] of Object.entries(document.paths)) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(parameters.filter((one) => one.in === "path").map(({ name }) => name)).toEqual(named);
    }
  });

  it("describes each method of each route, and no other", () => {
    const served = globSync("app/api/v1/**/route.ts")
      .filter((file) => !/unknown|openapi/.test(file))
      .flatMap((file) => {
        const path = file.replace(/^app|\/route\.ts$/g, "").replaceAll(/\[(\w+)\]/g, "{$1}");
        const methods = readFileSync(file, "utf8").matchAll(/^export const (\w+) = api\(/gm);
        return [...methods].map(([, method = ""]) => `${method.toLowerCase()} ${path}`);
      });
    expect(
      operations()
        .map(({ method, path }) => `${method} ${path}`)
        .sort(),
    ).toEqual(served.sort());
  });
});

describe("its webhooks", () => {
  it("are the outgoing events", () => expect(Object.keys(document.webhooks)).toEqual(OUTGOING_TYPE_NAMES));

  it.each(OUTGOING_TYPE_NAMES)("have an example of %s that is what its schema says", (type) => {
    const { schema, example } = document.webhooks[type]?.post.requestBody.content["application/json"] ?? {};
    expect(bodySchema(type).parse(example)).toEqual(example);
    const described = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
    expect(described.safeParse(example).success).toBe(true);
    expect(described.safeParse({ ...Object(example), type: "another" }).success).toBe(false);
  });
});

describe("its answers", () => {
  const call = async (route: (request: Request, context: never) => Promise<Response>, id: string, given?: unknown) => {
    const init = given === undefined ? { headers } : { method: "POST", body: JSON.stringify(given), headers };
    const params = { params: Promise.resolve({ id }) } as never;
    return await (await route(new Request("http://localhost/api/v1/x", init), params)).json();
  };

  it("are what the routes of destinations answer", async () => {
    const wanted = {
      name: "Ledger",
      url: "http://127.0.0.1:4000/hooks",
      eventTypes: ["letter.sent"],
      ratePerSecond: 3,
    };
    const added = await call(addDestination, "", wanted);
    expect(answers.addedDestination.strict().parse(added)).toEqual(added);
    const { destination } = await storeDelivery({ attempts: [{ status: 500 }, { status: 200 }] });
    const found = await call(findDestination, destination.id);
    expect(answers.destination.strict().parse(found)).toEqual(found);
    const changed = await call(changeDestination, added.id, { state: "disabled", reason: "It is moved." });
    expect(answers.destination.strict().parse(changed)).toEqual(changed);
    const { items } = await call(listDestinations, "");
    for (const item of items) expect(answers.listedDestination.strict().parse(item)).toEqual(item);
    expect(items).toHaveLength(2);
    answers.rotated.strict().parse(await call(rotateDestination, added.id, {}));
    answers.tested.strict().parse(await call(testDestination, added.id, {}));
  });

  it("are what the routes of deliveries answer", async () => {
    const { delivery } = await storeDelivery({ attempts: [{ fault: "connection refused" }, { status: 500 }] });
    const { items } = await call(listDeliveries, "");
    for (const item of items) expect(answers.listedDelivery.strict().parse(item)).toEqual(item);
    expect(items.length).toBeGreaterThan(0);
    const found = await call(findDelivery, String(delivery.id));
    expect(answers.delivery.strict().parse(found)).toEqual(found);
    expect(found.attempts).toHaveLength(2);
    answers.resent.strict().parse(await call(resendDelivery, String(delivery.id), {}));
    // The event of the other destination, which this one missed.
    await storeDelivery({});
    const recovering = await call(recoverDestination, delivery.destinationId, { since: "2020-01-01" });
    expect(answers.recovered.strict().parse(recovering)).toEqual(recovering);
    problem.strict().parse(await call(recoverDestination, delivery.destinationId, { since: "2200-01-01" }));
  });

  it("are described for each operation that has content", () => {
    const bare = OPERATIONS.filter(
      ({ answer, media, status }) => (answer === undefined && media === undefined) !== (status === 204),
    );
    expect(bare).toEqual([]);
  });
});

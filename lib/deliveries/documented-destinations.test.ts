import { readFileSync } from "node:fs";
import { Webhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";
import { afterEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { bodySchema, OUTGOING_TYPE_NAMES, OUTGOING_TYPES, type OutgoingType } from "#lib/outgoing/event-types";
import { exampleBody } from "#lib/outgoing/example-body";
import { newSecret } from "#lib/sources/secret";
import { composeRequest } from "./compose-request.ts";

/** docs/destinations.md: its requests are composed, and its catalogue is made of lib/outgoing/event-types.ts. */
const PATH = "docs/destinations.md";
const CATALOGUE = "\n## Catalogue\n";
const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const SENT_AT = new Date("2026-11-20T10:04:12.600Z");
const MESSAGE_ID = "msg_35kVyTq4nRbD0uWc8LhXeJs1Zo7";

const page = readFileSync(PATH, "utf8");

afterEach(() => {
  vi.useRealTimers();
});

describe(PATH, () => {
  // After a change of the formats or the catalogue: npm run test:unit -- lib/deliveries/documented-destinations.test.ts --update
  it("shows the requests that are sent and every type of event", async () => {
    const [written = ""] = page.split(CATALOGUE);
    const requests = [exampleRequest("casewire"), exampleRequest("as-received")];
    const shown = written.replace(/^```http\n[\s\S]*?^```/gm, () => `\`\`\`http\n${requests.shift()}\`\`\``);
    expect(requests).toEqual([]);
    await expect(`${shown.trimEnd()}\n${CATALOGUE}${catalogue()}`).toMatchFileSnapshot(`../../${PATH}`);
  });

  it("shows requests that the libraries verify with the secret it names", () => {
    vi.useFakeTimers({ now: SENT_AT });
    const [casewire, received] = [...page.matchAll(/^```http\n([\s\S]*?)^```/gm)].map(([, text = ""]) => parse(text));
    expect(page).toContain(`\`${SECRET}\``);
    expect(new Webhook(SECRET).verify(casewire?.body ?? "", casewire?.headers ?? {})).toMatchObject({
      type: "account.enabled",
    });
    new SvixWebhook(SECRET).verify(received?.body ?? "", received?.headers ?? {});
    expect(JSON.parse(received?.body ?? "")).toMatchObject({ refId: "acme-001" });
    const other = new SvixWebhook(newSecret());
    expect(() => other.verify(received?.body ?? "", received?.headers ?? {})).toThrow("No matching signature found");
  });

  it("shows an example of every type that its schema accepts", () => {
    const examples = [...page.matchAll(/^```json\n([\s\S]*?)^```/gm)].map(([, text = ""]) => JSON.parse(text));
    expect(examples.map(({ type }) => type)).toEqual(OUTGOING_TYPE_NAMES);
    for (const example of examples) {
      expect(bodySchema(example.type as OutgoingType).parse(example)).toEqual(example);
    }
  });
});

/** A request as it is sent, in the order of its headers, without the line's carriage returns. */
function exampleRequest(format: "casewire" | "as-received"): string {
  const received = { refId: "acme-001", status: "COMPLETED", previousStatus: "IN_REVIEW" };
  const { body, headers } = composeRequest(
    {
      format,
      type: format === "casewire" ? "account.enabled" : "kyb.case.completed",
      messageId: MESSAGE_ID,
      body: JSON.stringify(exampleBody("account.enabled")),
      received: Buffer.from(JSON.stringify(received)),
      receivedId: "msg_35kVxN8sZqG2LrTjWbHcYdPm4Ea",
      sealedHeaders: null,
    },
    [SECRET],
    SENT_AT,
  );
  const all = [
    ["host", "core.example"],
    ...headers,
    ["accept-encoding", "identity"],
    ["content-length", String(body.length)],
    ["Connection", "keep-alive"],
  ];
  return `POST /hooks HTTP/1.1\n${all.map(([name, value]) => `${name}: ${value}\n`).join("")}\n${body}\n`;
}

function parse(request: string): { headers: Record<string, string>; body: string } {
  const [head = "", body = ""] = request.trimEnd().split("\n\n");
  const pairs = head.split("\n").slice(1);
  return { headers: Object.fromEntries(pairs.map((line) => line.split(/: (.*)/).slice(0, 2))), body };
}

type Schema = {
  properties?: Record<string, Schema>;
  description?: string;
  type?: string | string[];
  format?: string;
  enum?: string[];
  anyOf?: Schema[];
};

const FACTS = fieldsOf("kyb.case.completed");

function catalogue(): string {
  return `
Made of \`lib/outgoing/event-types.ts\` by a test, which fails where the two differ. \`GET /api/v1/openapi.json\` has the same as JSON Schema.

\`data\` of a type with a refId begins with the case as it stands after the event:

${table(FACTS)}

Times are ISO 8601, in UTC. \`timestamp\` is when it happened. More fields may be added; none is removed and none changes its meaning.

${OUTGOING_TYPE_NAMES.map(section).join("\n\n")}
`;
}

function section(type: OutgoingType): string {
  const { about, when, ofCase } = OUTGOING_TYPES[type];
  const own = fieldsOf(type).filter(({ name }) => !ofCase || !FACTS.some((fact) => fact.name === name));
  const personal = personalOf(type);
  return [
    `### \`${type}\``,
    `${about} ${when}`,
    ...(own.length > 0 ? [table(own)] : []),
    ...(personal.length > 0
      ? [`With personal data also ${personal.map((name) => `\`personal.${name}\``).join(", ")}.`]
      : []),
    `\`\`\`json\n${JSON.stringify(exampleBody(type), null, 2)}\n\`\`\``,
  ].join("\n\n");
}

type Field = { name: string; kind: string; about: string };

function table(fields: readonly Field[]): string {
  const rows = fields.map(({ name, kind, about }) => `| \`${name}\` | ${kind} | ${about} |`);
  return ["| field | type | |", "|---|---|---|", ...rows].join("\n");
}

function dataOf(type: OutgoingType): Record<string, Schema> {
  const { properties } = z.toJSONSchema(bodySchema(type), { io: "output" }) as Schema;
  return properties?.data?.properties ?? {};
}

function fieldsOf(type: OutgoingType): Field[] {
  return Object.entries(dataOf(type))
    .filter(([name]) => name !== "personal")
    .map(([name, schema]) => ({ name, kind: kindOf(schema), about: schema.description ?? "" }));
}

/** Beside the business, which every type about a case has. */
function personalOf(type: OutgoingType): string[] {
  return Object.keys(dataOf(type).personal?.properties ?? {}).filter((name) => name !== "business");
}

function kindOf({ type, format, enum: values, anyOf = [] }: Schema): string {
  if (anyOf.length > 0) return anyOf.map(kindOf).join(" or ");
  if (values) return values.map((value) => `\`${value}\``).join(", ");
  if (format === "date-time") return "time";
  if (format === "date") return "day";
  return [type ?? []].flat().join(" or ");
}

import { z } from "zod";
import { bodySchema, OUTGOING_TYPE_NAMES, OUTGOING_TYPES, type OutgoingType } from "#lib/outgoing/event-types";
import { exampleBody } from "#lib/outgoing/example-body";
import { rolesThatMay } from "#lib/permissions";
import { problem } from "./generic-answers.ts";
import type { Operation } from "./operation.ts";
import { OPERATIONS } from "./operations.ts";

type Json = Record<string, unknown>;

const INTRODUCTION = `The JSON API of Casewire, and what it sends to destinations (\`webhooks\`, in the format \`casewire\`).
A receiver takes fields and types that it does not know: more are added, and none is renamed.
In the format \`as-received\` a destination is sent the provider's own bytes of \`kyb.case.*\` instead, signed under \`svix-id\`, \`svix-timestamp\` and \`svix-signature\`.`;

/** The OpenAPI description, made of the schemas that requests are read by and of the catalogue of outgoing events. */
export function apiDocument(): Json {
  return {
    openapi: "3.1.0",
    info: { title: "Casewire", version: "1", description: INTRODUCTION },
    servers: [{ url: "/" }],
    security: [{ token: [] }],
    paths: pathsOf(OPERATIONS),
    webhooks: Object.fromEntries(OUTGOING_TYPE_NAMES.map((type) => [type, { post: webhook(type) }])),
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer", description: "An API token." } },
      parameters: { ...SIGNATURE_HEADERS },
      responses: { problem: { description: "Why the request was refused.", content: json(problem) } },
    },
  };
}

function pathsOf(operations: readonly Operation[]): Json {
  const paths: Record<string, Json> = {};
  for (const operation of operations) {
    const path = paths[operation.path] ?? pathParameters(operation.path);
    paths[operation.path] = { ...path, [operation.method]: described(operation) };
  }
  return paths;
}

/** What a part of a path may be besides its own name, where it holds characters that a path cannot. */
const PARTS: Record<string, Json> = {
  refId: {
    schema: { type: "string" },
    description: "Percent-encoded; or `by-ref`, with the refId as the parameter `refId`.",
  },
  messageId: {
    schema: { type: "string" },
    description: "Percent-encoded; or `by-id`, with the message id as the parameter `messageId`.",
  },
};

function pathParameters(path: string): Json {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  if (names.length === 0) return {};
  return { parameters: names.map((name) => ({ name, in: "path", required: true, ...(PARTS[name] ?? idOf(path)) })) };
}

function idOf(path: string): Json {
  const uuid = path.includes("/destinations/");
  return { schema: uuid ? { type: "string", format: "uuid" } : { type: "integer", minimum: 1 } };
}

function described({ id, group, summary, permission, query, body, status, answer, media = [] }: Operation): Json {
  const [role] = rolesThatMay(permission);
  return {
    operationId: id,
    tags: [group],
    summary,
    description: `For a token of the role ${role}, or one above it.`,
    ...(query ? { parameters: queryParameters(query) } : {}),
    ...(body ? { requestBody: { required: hasRequired(body), content: json(body) } } : {}),
    responses: {
      [status]: { description: "Done.", ...contentOf(answer, media) },
      default: { $ref: "#/components/responses/problem" },
    },
  };
}

function contentOf(answer: z.ZodType | undefined, media: readonly string[]): Json {
  if (answer) return { content: json(answer) };
  return media.length > 0 ? { content: Object.fromEntries(media.map((type) => [type, {}])) } : {};
}

function queryParameters(query: z.ZodObject): Json[] {
  const { properties = {} } = schemaOf(query);
  return Object.entries(properties as Json).map(([name, schema]) => ({ name, in: "query", schema }));
}

function hasRequired(body: z.ZodObject): boolean {
  return !body.safeParse({}).success;
}

const SIGNATURE_HEADERS = {
  "webhook-id": header("webhook-id", "The id of the event, the same at each attempt: take each once."),
  "webhook-timestamp": header("webhook-timestamp", "When this attempt was made, in seconds since 1970."),
  "webhook-signature": header(
    "webhook-signature",
    "`v1,` and the base64 of HMAC-SHA256 over `{webhook-id}.{webhook-timestamp}.{body}`; several behind spaces during a rotation.",
  ),
};

function header(name: string, description: string): Json {
  return { name, in: "header", required: true, description, schema: { type: "string" } };
}

function webhook(type: OutgoingType): Json {
  return {
    operationId: type,
    summary: OUTGOING_TYPES[type].about,
    parameters: Object.keys(SIGNATURE_HEADERS).map((name) => ({ $ref: `#/components/parameters/${name}` })),
    requestBody: {
      required: true,
      content: { "application/json": { schema: schemaOf(bodySchema(type)), example: exampleBody(type) } },
    },
    // Signed, not authenticated by a token.
    security: [],
    responses: {
      "2XX": { description: "Taken. Every other answer, and none within 15 seconds, is a failure and is sent again." },
      "410": { description: "Never again: the destination is disabled." },
    },
  };
}

function json(schema: z.ZodType): Json {
  return { "application/json": { schema: schemaOf(schema) } };
}

/** As a request is written: what has a default may be left out, and what is transformed has the form it comes in. */
export function schemaOf(schema: z.ZodType): Json {
  const { $schema: _, ...plain } = z.toJSONSchema(schema, {
    io: "input",
    override: ({ jsonSchema }) => simplify(jsonSchema),
  });
  return plain;
}

/** Takes out what says the format a second time, and the bounds of every JavaScript integer. */
function simplify(schema: { [key: string]: unknown }): void {
  if (schema.format !== undefined) delete schema.pattern;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
}

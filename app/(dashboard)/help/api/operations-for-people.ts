import { rolesThatMay } from "#lib/permissions";
import { schemaOf } from "../../../api/v1/openapi.json/document.ts";
import type { Operation } from "../../../api/v1/openapi.json/operation.ts";
import { OPERATIONS } from "../../../api/v1/openapi.json/operations.ts";

/** A field of a request or an answer: its name, its type in words, and what is said of it. */
export type Field = { name: string; type: string; about: string; required: boolean };

export type PeopleOperation = {
  id: string;
  method: string;
  path: string;
  summary: string;
  role: string;
  query: Field[];
  body: Field[];
  answer: Field[];
  media: readonly string[];
  status: number;
};

/** The described routes by their groups, in the order in which they are described. */
export function operationsForPeople(): { group: string; operations: PeopleOperation[] }[] {
  return [...Map.groupBy(OPERATIONS, ({ group }) => group)].map(([group, operations]) => ({
    group,
    operations: operations.map(forPeople),
  }));
}

function forPeople({
  id,
  method,
  path,
  summary,
  permission,
  query,
  body,
  answer,
  media = [],
  status,
}: Operation): PeopleOperation {
  const [role = "admin"] = rolesThatMay(permission);
  const fields = (schema: Operation["answer"]) => (schema ? fieldsOf(schemaOf(schema)) : []);
  return {
    ...{ id, method: method.toUpperCase(), path, summary, role, status, media },
    ...{ query: fields(query), body: fields(body), answer: fields(answer) },
  };
}

type Schema = {
  type?: string;
  format?: string;
  description?: string;
  enum?: unknown[];
  const?: unknown;
  items?: Schema;
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  default?: unknown;
};

/** The fields of an object; of a page of a list those of its items, as `items[].name`. */
function fieldsOf(schema: Schema, prefix = ""): Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = `${prefix}${name}`;
    const own = { name: path, type: typeOf(field), about: field.description ?? "", required: isRequired(schema, name) };
    const inner = withoutNull(field);
    if (inner.properties) return [own, ...fieldsOf(inner, `${path}.`)];
    return inner.items?.properties ? [own, ...fieldsOf(inner.items, `${path}[].`)] : [own];
  });
}

function isRequired({ required = [], properties = {} }: Schema, name: string): boolean {
  return required.includes(name) && properties[name]?.default === undefined;
}

function withoutNull(schema: Schema): Schema {
  const [only, ...others] = (schema.anyOf ?? []).filter(({ type }) => type !== "null");
  return only !== undefined && others.length === 0 ? only : schema;
}

function typeOf(schema: Schema): string {
  const nullable = schema.anyOf?.some(({ type }) => type === "null") ? " or null" : "";
  const inner = withoutNull(schema);
  if (inner.enum) return inner.enum.map(String).join(" | ") + nullable;
  if (inner.const !== undefined) return String(inner.const) + nullable;
  if (inner.type === "array")
    return `list of ${inner.items?.properties ? "objects" : typeOf(inner.items ?? {})}${nullable}`;
  return `${inner.format ?? inner.type ?? "any"}${nullable}`;
}

import { z } from "zod";
import { Refusal } from "#lib/refusal";
import type { Values } from "./action-state.ts";

const UNSTORABLE = "It holds a character that cannot be stored.";
/** Also the value of a custom header of a destination, `headers.0.value`. */
const SECRET_FIELD = /password|secret|token|^headers\.\d+\.value$/i;

/**
 * A form as input of an object schema. A field that the schema takes as a list is a list even of one value; an empty field is absent.
 * Files, and the fields that React and Next add (`$ACTION_…`), are left out. Throws Refusal `invalid` for a NUL character.
 */
export function readForm(form: FormData, schema: z.ZodType): Record<string, string | string[]> {
  const input: Record<string, string | string[]> = {};
  for (const name of fieldNames(form)) {
    const texts = form.getAll(name).filter((value): value is string => typeof value === "string" && value !== "");
    if (texts.some((text) => text.includes("\0"))) throw new Refusal("invalid", UNSTORABLE, { [name]: UNSTORABLE });
    const [first] = texts;
    if (isList(schema, name)) input[name] = texts;
    else if (first !== undefined) input[name] = first;
  }
  return input;
}

/** What was typed, for the form that is shown again. */
export function valuesOf(form: FormData): Values {
  const values: Values = {};
  for (const name of fieldNames(form)) {
    if (SECRET_FIELD.test(name)) continue;
    const texts = form.getAll(name).filter((value) => typeof value === "string");
    values[name] = texts.length === 1 ? (texts[0] ?? "") : texts;
  }
  return values;
}

/** The first complaint about each field. */
export function complaints(error: z.ZodError): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) {
    const field = String(issue.path[0] ?? "");
    fields[field] ??= issue.message;
  }
  return fields;
}

function fieldNames(form: FormData): Set<string> {
  return new Set([...form.keys()].filter((name) => !name.startsWith("$")));
}

function isList(schema: z.ZodType, name: string): boolean {
  let field: unknown = schema instanceof z.ZodObject ? schema.shape[name] : undefined;
  while (field instanceof z.ZodOptional || field instanceof z.ZodNullable || field instanceof z.ZodDefault) {
    field = field.unwrap();
  }
  return field instanceof z.ZodArray;
}

import type { z } from "zod";
import { storable, utf8 } from "#lib/ingest/stored-text";
import { Refusal } from "#lib/refusal";

/** The largest things a client has to say here are a reason and the headers of a destination. */
const MAX_BYTES = 64 * 1024;
const UNSTORABLE = "The body holds characters that cannot be stored: NUL, or half of a surrogate pair.";

/** The request's body, read by `schema`. Throws Refusal `invalid` where it is not JSON or holds a field that is not known, ZodError where it is not what was asked for. */
export async function readJson<Schema extends z.ZodObject>(request: Request, schema: Schema): Promise<z.infer<Schema>> {
  return read(await textOf(request), schema);
}

/** The same for a request that needs no body: without one it reads `{}`. */
export async function readOptionalJson<Schema extends z.ZodObject>(
  request: Request,
  schema: Schema,
): Promise<z.infer<Schema>> {
  return read((await textOf(request)) || "{}", schema);
}

function read<Schema extends z.ZodObject>(text: string, schema: Schema): z.infer<Schema> {
  const body = parsed(text);
  const known = Object.keys(schema.shape);
  const strange = Object.keys(Object(body)).filter((name) => !known.includes(name));
  if (strange.length === 0 || Array.isArray(body)) return schema.parse(body);
  const problem = `Not known here. Known are: ${known.join(", ")}.`;
  const fields = Object.fromEntries(strange.map((name) => [name, problem]));
  throw new Refusal("invalid", `These fields cannot be read: ${strange.join(", ")}.`, fields);
}

/** Every text in it is one that PostgreSQL can hold. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text, (name, value: unknown) => {
      const texts = typeof value === "string" ? [name, value] : [name];
      if (texts.some((one) => storable(one) !== one)) throw new Refusal("invalid", UNSTORABLE);
      return value;
    });
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal("invalid", "The body is not JSON.");
  }
}

async function textOf(request: Request): Promise<string> {
  const text = utf8(await boundedBytes(request));
  if (text === undefined) throw new Refusal("invalid", "The body is not UTF-8.");
  return text;
}

async function boundedBytes(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BYTES) throw new Refusal("invalid", "The body is larger than 64 KiB.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

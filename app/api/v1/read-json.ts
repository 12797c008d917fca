import type { z } from "zod";
import { storable } from "#lib/intake/json-text";
import { Refusal } from "#lib/refusal";

/** The largest thing a client has to say here is a reason. */
const MOST_BYTES = 64 * 1024;
const UNSTORABLE = "The body holds characters that cannot be stored: NUL, or half of a surrogate pair.";

/** The request's body, read by `schema`. Throws Refusal `invalid` where it is not JSON, ZodError where it is not what was asked for. */
export async function readJson<Schema extends z.ZodType>(request: Request, schema: Schema): Promise<z.infer<Schema>> {
  const text = await new Response(await boundedBytes(request)).text();
  return schema.parse(parsed(text));
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

async function boundedBytes(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES) throw new Refusal("invalid", "The body is larger than 64 KiB.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

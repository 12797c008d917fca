import type { z } from "zod";
import { Refusal } from "#lib/refusal";

/** The largest thing a client has to say here is a reason. */
const MOST_BYTES = 64 * 1024;

/** The request's body, read by `schema`. Throws Refusal `invalid` where it is not JSON, ZodError where it is not what was asked for. */
export async function readJson<Schema extends z.ZodType>(request: Request, schema: Schema): Promise<z.infer<Schema>> {
  const body = new Response(await boundedBytes(request));
  const value: unknown = await body.json().catch(() => {
    throw new Refusal("invalid", "The body is not JSON.");
  });
  return schema.parse(value);
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

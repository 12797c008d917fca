import { z } from "zod";
import { Refusal } from "#lib/refusal";
import { assertSource } from "#lib/sources/assert-source";

/** `?cursor=&limit=`, as every list of the API takes them; a cursor is judged by the list it came from. */
export const pageFields = {
  cursor: z.string().optional(),
  limit: z
    .string()
    .regex(/^(?:[1-9]\d?|1\d\d|200)$/, "A whole number from 1 to 200.")
    .transform(Number)
    .default(50),
};

/** `?source=`, where it only says which of two sources is meant. */
export const sourceField = { source: z.string().optional() };

/**
 * The request's query, read by `schema`. Throws Refusal `invalid` for a parameter that the address does not know, comes twice or is
 * empty: left out without a word, each would give another answer than was asked for. A source must be one of ours: `not-found`.
 */
export async function readQuery<Schema extends z.ZodObject>(
  request: Request,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const query = new URL(request.url).searchParams;
  const problems = Object.fromEntries(
    [...new Set(query.keys())].flatMap((name) => {
      const problem = parameterProblem(name, query.getAll(name), Object.keys(schema.shape));
      return problem === undefined ? [] : [[name, problem]];
    }),
  );
  const named = Object.keys(problems).join(", ");
  if (named !== "") throw new Refusal("invalid", `These parameters cannot be read: ${named}.`, problems);
  const read = schema.parse(Object.fromEntries(query));
  if (typeof read.source === "string") await assertSource(read.source);
  return read;
}

function parameterProblem(name: string, values: string[], known: string[]): string | undefined {
  if (!known.includes(name)) {
    return known.length === 0 ? "This address takes no parameters." : `Not known here. Known are: ${known.join(", ")}.`;
  }
  if (values.length > 1) return "It is given more than once.";
  return values[0] === "" ? "It is empty. Leave it out, or give it a value." : undefined;
}

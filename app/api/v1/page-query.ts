import { z } from "zod";
import { BY_ID, BY_REF, messageIdNamed, refIdNamed } from "#lib/page-paths";
import { exactText } from "#lib/query-params";
import { refIdInput } from "#lib/ref-id";
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

/** `?source=` says which of two sources is meant; `?refId=` and `?messageId=` what cannot stand in a path. */
export const caseFields = { source: z.string().default("vove"), refId: refIdInput.optional() };
export const eventFields = { source: z.string().optional(), messageId: exactText.optional() };

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

/** The refId that a request names: the part of its path, or under `by-ref` its parameter. Elsewhere Refusal `invalid`: it names two. */
export function caseOf(part: string, named: string | undefined): string {
  if (named !== undefined && part !== BY_REF) throw twice("refId", BY_REF);
  return refIdNamed(part, named);
}

/** The message id that a request names, in the same way, under `by-id`. */
export function eventOf(part: string, named: string | undefined): string {
  if (named !== undefined && part !== BY_ID) throw twice("messageId", BY_ID);
  return messageIdNamed(part, named);
}

function twice(name: string, word: string): Refusal {
  const problem = `It stands in the path already. As a parameter it is read at /${word}.`;
  return new Refusal("invalid", `These parameters cannot be read: ${name}.`, { [name]: problem });
}

function parameterProblem(name: string, values: string[], known: string[]): string | undefined {
  if (!known.includes(name)) {
    return known.length === 0 ? "This address takes no parameters." : `Not known here. Known are: ${known.join(", ")}.`;
  }
  if (values.length > 1) return "It is given more than once.";
  return values[0] === "" ? "It is empty. Leave it out, or give it a value." : undefined;
}

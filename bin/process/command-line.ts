import { parseArgs } from "node:util";
import { z } from "zod";

/** Ends the process with one plain sentence a line, instead of a stack. */
export function exitWithError(error: unknown): never {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

/**
 * Reads the command line by a schema whose keys are the options' names; `positionals`, if it has that key, are the words without an option.
 * Ends the process with the usage at `--help`, and with one plain sentence and the usage at what it does not know.
 */
export function readOptions<Schema extends z.ZodObject>(usage: string, schema: Schema): z.output<Schema> {
  const words = process.argv.slice(2);
  if (words.includes("--help") || words.includes("-h")) {
    console.log(usage);
    process.exit(0);
  }
  try {
    return parseOptions(words, schema);
  } catch (error) {
    return exitWithError(`${(error as Error).message}\n\n${usage}`);
  }
}

/** For a command without options: answers `--help` and refuses everything else. */
export function rejectOptions(usage: string): void {
  readOptions(`${usage}; it takes no options`, z.object({}));
}

/** Throws one line for each option that is unknown or has a value that is not allowed. */
export function parseOptions<Schema extends z.ZodObject>(words: readonly string[], schema: Schema): z.output<Schema> {
  const { positionals: withoutName, ...named } = schema.shape;
  const options = Object.fromEntries(
    Object.entries(named).map(([name, field]) => [
      name,
      { type: isOf(z.ZodBoolean, field) ? "boolean" : "string", multiple: isOf(z.ZodArray, field) } as const,
    ]),
  );
  const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: withoutName !== undefined });
  const parsed = schema.safeParse(withoutName === undefined ? values : { ...values, positionals });
  if (parsed.success) return parsed.data;
  throw new Error(parsed.error.issues.map(({ path: [name], message }) => problem(name, message)).join("\n"));
}

function problem(name: PropertyKey | undefined, message: string): string {
  return name === undefined || name === "positionals" ? message : `--${String(name)}: ${message}`;
}

/** Whether an option's value is of the kind: a boolean is one without a value, an array one that may be repeated. */
function isOf(kind: typeof z.ZodBoolean | typeof z.ZodArray, field: unknown): boolean {
  if (field instanceof z.ZodOptional || field instanceof z.ZodDefault) return isOf(kind, field.unwrap());
  return field instanceof kind;
}

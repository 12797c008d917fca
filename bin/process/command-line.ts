import { type ParseArgsConfig, parseArgs } from "node:util";
import { fail } from "./fail.ts";

/** Ends a command that is asked for `--help` with its usage, before it does anything. */
export function answerHelp(usage: string): void {
  if (!process.argv.slice(2).some((word) => word === "--help" || word === "-h")) return;
  console.log(usage);
  process.exit(0);
}

/** The options of a command that takes nothing else. Ends it at `--help`, and with one plain sentence at what it does not know. */
export function takeOptions<const Options extends NonNullable<ParseArgsConfig["options"]>>(
  usage: string,
  options: Options,
) {
  answerHelp(usage);
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}

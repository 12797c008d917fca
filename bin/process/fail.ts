/** Ends the process with one plain sentence a line for whoever started it, instead of a stack. */
export function fail(error: unknown): never {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

import { z } from "zod";
import { readOptions } from "#bin/process/command-line";

const USAGE = `npm run cost -- [options]   what each page and API call costs at this size, beside a thousand cases

  --rounds <n>    how often each is asked for, in each of two turns, 20 unless given
  --only <words>  only what has these words in its name
  --bound <x>     prints the plans of what costs more than so many times as much, 1.5 unless given
  --what <part>   pages, queries or both, both unless given

Reads the database in use (DATABASE_URL, else this folder's running Casewire); npm run seed fills one. Beside it, on the same server,
it makes a database of a thousand cases in which what is rare is frequent, so that its lists are full too, and drops it at the end.
First the pages and the API, as a web process on each database answers an administrator whom it makes and removes again; then the
queries behind them, alone. In milliseconds, one at a time, with the length of each page beside it. A p95 that is
over the bound by less than a millisecond is named apart: such a ratio tells of the machine.`;

const schema = z.object({
  rounds: z.coerce.number().int().min(1).max(10_000).default(20),
  only: z.string().default(""),
  what: z.enum(["pages", "queries", "both"]).default("both"),
  bound: z.coerce.number().positive().default(1.5),
});

export type Options = z.infer<typeof schema>;

export function costOptions(): Options {
  return readOptions(USAGE, schema);
}

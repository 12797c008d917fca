import { z } from "zod";
import { readOptions } from "#bin/process/command-line";
import { isoTimeInput } from "#lib/iso-time";

const USAGE = `npm run seed -- --cases <n> --events <n> [options]   fills a database with made-up cases, to see it at size

  --cases <n>     how many businesses, 1000 unless given
  --events <n>    how many genuine messages about them, four a case unless given
  --days <n>      over how many days, up to now, 730 unless given
  --source <slug> vove unless given
  --until <time>  when the last of it happened, now unless given
  --seed <n>      the same seed, counts and --until give the same rows, 1 unless given
  --often <n>     what is rare happens n times as often: late, missed and repeated messages, dead runs, follow-ups; 1 unless given
  --force         also into a database that already holds events

It writes to the database in use (DATABASE_URL, else this folder's running Casewire), in one transaction: all of it or nothing.
Nothing it writes asks a worker to do anything. Its people cannot sign in, and its secrets verify nothing.`;

const schema = z
  .object({
    cases: z.coerce.number().int().min(1).max(20_000_000).default(1000),
    events: z.coerce.number().int().min(1).max(100_000_000).optional(),
    days: z.coerce.number().min(1).max(1500).default(730),
    source: z.string().default("vove"),
    until: isoTimeInput.transform((time) => new Date(time)).default(() => new Date()),
    seed: z.coerce.number().int().min(0).default(1),
    often: z.coerce.number().min(1).max(50).default(1),
    force: z.boolean().default(false),
  })
  .refine(({ cases, events = cases }) => events >= cases, { path: ["events"], message: "each case has one at least" });

export type Options = Required<z.infer<typeof schema>>;

export function seedOptions(): Options {
  const options = readOptions(USAGE, schema);
  return { ...options, events: options.events ?? options.cases * 4 };
}

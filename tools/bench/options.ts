import { z } from "zod";
import { readOptions } from "#bin/process/command-line";
import type { Benchmark, BenchSettings } from "#tools/bench/benchmarks/benchmark";
import { deliveries } from "#tools/bench/benchmarks/deliveries";
import { endpoints } from "#tools/bench/benchmarks/endpoints";
import { pageWeight } from "#tools/bench/benchmarks/page-weight";
import { pages } from "#tools/bench/benchmarks/pages";
import { removal } from "#tools/bench/benchmarks/removal";
import { steady } from "#tools/bench/benchmarks/steady";
import { work } from "#tools/bench/benchmarks/work";
import { TARGETS } from "#tools/bench/targets/targets";

/** In the order in which they run. */
const BENCHMARKS: readonly Benchmark[] = [endpoints, steady, work, deliveries, pages, pageWeight, removal];

const USAGE = `npm run bench -- [measure …] [options]   measures Casewire on this machine; all of these unless some are named:

${BENCHMARKS.map(({ name, about }) => `  ${name.padEnd(20)}  ${about}`).join("\n")}

  --seconds <n>         how long each measurement takes, 10 unless given
  --rounds <n>          how often each is repeated, in turn; medians are shown; 3 unless given
  --connections <list>  doors: each with one request at a time, 1,8,32,128 unless given
  --only <list>         doors: of ${TARGETS.map((one) => one.name).join(", ")}
  --stored <n>          doors, steady: on tables that hold so many messages already; none unless given
  --worker              doors: with a worker process that carries out the runs meanwhile
  --receipts <n>        removal: how many there are to remove, 1000000 unless given

It starts a PostgreSQL of its own with the settings Casewire's embedded one has (fsync on) and removes it afterwards. Every request is a
message of its own, signed as the sender signs. Whatever sends shares the machine's cores with what is measured, so the figures compare
the endpoints and do not say what any of them could do alone. CPU is read from /proc: on other systems than Linux it is left out.
A measurement with an answer other than 2xx, or with fewer rows stored than were acknowledged, ends the bench with an error.`;

const list = (byDefault: string) =>
  z
    .string()
    .default(byDefault)
    .transform((text) => text.split(",").map((word) => word.trim()));

/** The entries of `all` with the given names. */
const among = <T extends { name: string }>(all: readonly T[]) =>
  z.array(z.string()).transform((names, context) =>
    names.map((name) => {
      const found = all.find((one) => one.name === name);
      if (!found) context.addIssue({ code: "custom", message: `${name} is none of them` });
      return found ?? z.NEVER;
    }),
  );

const schema = z.object({
  positionals: z
    .array(z.string())
    .transform((names) => (names.length > 0 ? names : BENCHMARKS.map(({ name }) => name)))
    .pipe(among(BENCHMARKS)),
  seconds: z.coerce.number().positive().max(200).default(10),
  rounds: z.coerce.number().int().min(1).max(100).default(3),
  connections: list("1,8,32,128")
    .transform((words) => words.map(Number))
    .pipe(z.array(z.number().int().min(1).max(1000))),
  only: list(TARGETS.map((one) => one.name).join(",")).pipe(among(TARGETS)),
  receipts: z.coerce.number().int().min(1).max(100_000_000).default(1_000_000),
  stored: z.coerce.number().int().min(0).max(100_000_000).default(0),
  worker: z.boolean().default(false),
});

export type Options = BenchSettings & { benchmarks: Benchmark[] };

export function benchOptions(): Options {
  const { positionals: benchmarks, ...settings } = readOptions(USAGE, schema);
  return { ...settings, benchmarks };
}

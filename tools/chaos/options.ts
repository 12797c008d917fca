import { z } from "zod";
import { readOptions } from "#bin/process/command-line";
import type { Scenario, Settings } from "#tools/chaos/environment/scenario";
import { scenarios } from "./scenarios.ts";

const NAME_WIDTH = Math.max(...scenarios.map(({ name }) => name.length)) + 2;

const USAGE = `npm run chaos -- [scenario …] [options]   breaks Casewire while events come in, and shows what became of them

Runs every scenario unless some are named, on a PostgreSQL and processes of its own; only loopback is used. Each must lose nothing it
acknowledged, do nothing twice, and recover by itself: else it says what is wrong and ends with exit code 1. On two idle cores a round of
\`kill\` takes some 4 s, and most of the others 10 to 40 s each.

  --rounds <n>      how often \`kill\` kills, 200 unless given
  --lives <n>       how many \`lives\` tells, 5000 unless given
  --requests <n>    how many \`fuzz\` sends, 100,000 unless given
  --minutes <n>     how long \`soak\` lasts, 10 unless given
  --door <web|bare> the web process with its pages, or \`npm run ingest\`, which needs no build; web unless given
  --seed <n>        the same seed sends the same events

${scenarios.map(({ name, about }) => `  ${name.padEnd(NAME_WIDTH)}${about}`).join("\n")}`;

const schema = z.object({
  positionals: z.array(
    z.string().refine((name) => scenarios.some((scenario) => scenario.name === name), {
      error: ({ input }) => `There is no scenario ${input}: see --help.`,
    }),
  ),
  rounds: z.coerce.number().int().min(1).max(10_000).default(200),
  lives: z.coerce.number().int().min(1).max(1_000_000).default(5000),
  requests: z.coerce.number().int().min(1).max(10_000_000).default(100_000),
  minutes: z.coerce
    .number()
    .min(1)
    .max(24 * 60)
    .default(10),
  door: z.enum(["web", "bare"]).default("web"),
  seed: z.coerce
    .number()
    .int()
    .min(0)
    .default(() => Math.floor(Math.random() * 1_000_000)),
});

export function chaosOptions(): { chosen: readonly Scenario[]; settings: Settings } {
  const { positionals: names, door: endpoint, ...rest } = readOptions(USAGE, schema);
  const settings = { ...rest, endpoint };
  return { chosen: names.length > 0 ? scenarios.filter(({ name }) => names.includes(name)) : scenarios, settings };
}

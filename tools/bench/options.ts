import { parseArgs } from "node:util";
import { z } from "zod";
import { CONTENDERS } from "./contenders.ts";
import { MEASURES } from "./measures.ts";

export const USAGE = `npm run bench -- [measure …] [options]   measures Casewire on this machine; all of these unless some are named:

${MEASURES.map(({ name, about }) => `  ${name.padEnd(20)}  ${about}`).join("\n")}

  --seconds <n>         how long each measurement takes, 10 unless given
  --rounds <n>          how often each is repeated, in turn; medians are shown; 3 unless given
  --connections <list>  doors: each with one request at a time, 1,8,32,128 unless given
  --only <list>         doors: of ${CONTENDERS.map((one) => one.name).join(", ")}
  --stored <n>          doors, steady: on tables that hold so many messages already; none unless given
  --worker              doors: with a worker process that carries out the runs meanwhile
  --receipts <n>        removal: how many there are to remove, 1000000 unless given

It starts a PostgreSQL of its own with the settings Casewire's embedded one has (fsync on) and removes it afterwards. Every request is a
message of its own, signed as the sender signs. Whatever sends shares the machine's cores with what is measured, so the figures compare
the doors and do not say what any of them could do alone. CPU is read from /proc: on other systems than Linux it is left out.
A measurement with an answer other than 2xx, or with fewer rows stored than were acknowledged, ends the bench with an error.`;

const list = (usual: string) =>
  z
    .string()
    .default(usual)
    .transform((text) => text.split(",").map((word) => word.trim()));

/** Finds what is named among `all`. */
const among = <T extends { name: string }>(all: readonly T[]) =>
  z.array(z.string()).transform((names, context) =>
    names.map((name) => {
      const found = all.find((one) => one.name === name);
      if (!found) context.addIssue({ code: "custom", message: `${name} is none of them` });
      return found ?? z.NEVER;
    }),
  );

const schema = z.object({
  measures: among(MEASURES),
  seconds: z.coerce.number().positive().max(200).default(10),
  rounds: z.coerce.number().int().min(1).max(100).default(3),
  connections: list("1,8,32,128")
    .transform((words) => words.map(Number))
    .pipe(z.array(z.number().int().min(1).max(1000))),
  only: list(CONTENDERS.map((one) => one.name).join(",")).pipe(among(CONTENDERS)),
  receipts: z.coerce.number().int().min(1).max(100_000_000).default(1_000_000),
  stored: z.coerce.number().int().min(0).max(100_000_000).default(0),
  worker: z.boolean().default(false),
});

export type Options = z.infer<typeof schema>;

/** Reads the command line. Throws one plain sentence for what it does not understand. */
export function readOptions(argv: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      seconds: { type: "string" },
      rounds: { type: "string" },
      connections: { type: "string" },
      only: { type: "string" },
      receipts: { type: "string" },
      stored: { type: "string" },
      worker: { type: "boolean" },
    },
  });
  const parsed = schema.safeParse({
    ...values,
    measures: positionals.length > 0 ? positionals : MEASURES.map((one) => one.name),
  });
  if (parsed.success) return parsed.data;
  throw new Error(parsed.error.issues.map((issue) => `--${String(issue.path[0])}: ${issue.message}`).join("\n"));
}

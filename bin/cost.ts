/** `npm run cost`: what each page and API call costs at the size of this database, beside a thousand cases. `--help` says how. */
import { caseQuestions } from "#bin/cost/case-questions";
import { eventQuestions } from "#bin/cost/event-questions";
import { type Compared, compare, type Place, place } from "#bin/cost/measure";
import { type Options, readOptions, USAGE } from "#bin/cost/options";
import { otherQuestions } from "#bin/cost/other-questions";
import { plansOf } from "#bin/cost/plans";
import type { Question } from "#bin/cost/question";
import { withSmallDatabase } from "#bin/cost/small-database";
import { currentUrl } from "#bin/process/current-url";
import { fail } from "#bin/process/fail";
import { closePool } from "#db/pool";

if (process.argv.includes("--help")) console.log(USAGE);
else await cost(readOptions(process.argv.slice(2))).catch(fail);

async function cost({ rounds, only, bound }: Options): Promise<void> {
  // Nothing is sealed or signed here, but the environment must be whole.
  process.env.CASEWIRE_SECRET ??= "no secret: this process only reads";
  const questions = [...caseQuestions, ...eventQuestions, ...otherQuestions].filter(({ name }) => name.includes(only));
  const url = currentUrl();
  await withSmallDatabase(url, async (smallUrl) => {
    const databases = { here: await place(url), small: await place(smallUrl) };
    const compared = await compareAll(questions, databases, rounds);
    const over = compared.filter(({ ratio }) => ratio.p95 > bound);
    console.log(`${compared.length - over.length} of ${compared.length} cost at most ${bound} × at their p95.`);
    for (const one of over) await printPlans(one, databases.here);
    await closePool();
  });
}

async function compareAll(
  questions: readonly Question[],
  databases: Record<"here" | "small", Place>,
  rounds: number,
): Promise<Compared[]> {
  const all: Compared[] = [];
  console.log(line("", "p50", "p95", "p50 small", "p95 small", "p50 ×", "p95 ×"));
  for (const question of questions) {
    const compared = await compare(question, databases, rounds);
    const { here, small, ratio } = compared;
    console.log(line(question.name, here.p50, here.p95, small.p50, small.p95, ratio.p50, ratio.p95));
    all.push(compared);
  }
  return all;
}

async function printPlans({ question, ratio }: Compared, { url, samples: [sample] }: Place): Promise<void> {
  if (!sample) return;
  console.log(`\n${question.name}: ${ratio.p95.toFixed(1)} ×`);
  for (const plan of await plansOf(question, url, sample)) console.log(`\n${plan}`);
}

function line(name: string, ...values: (number | string)[]): string {
  const cells = values.map((value) => (typeof value === "number" ? value.toFixed(2) : value).padStart(10));
  return `${name.padEnd(44)}${cells.join("")}`;
}

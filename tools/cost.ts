/** `npm run cost`: what each page and API call costs at the size of this database, beside a thousand cases. `--help` says how. */
import { randomBytes } from "node:crypto";
import { ensureBuild } from "#bin/build/ensure-build";
import { exitWithError } from "#bin/process/command-line";
import { currentUrls } from "#bin/process/local-database";
import { onShutdown } from "#bin/process/shutdown-signals";
import { closePool } from "#db/pool";
import { PEER, withSmallDatabase } from "#tools/cost/baseline-database";
import { caseQuestions } from "#tools/cost/case-queries";
import { undoAll } from "#tools/cost/cleanup";
import { type Compared, isOver } from "#tools/cost/comparison";
import { eventQuestions } from "#tools/cost/event-queries";
import { compare, type Place, place } from "#tools/cost/measure";
import { comparePage } from "#tools/cost/measure-page";
import { costOptions, type Options } from "#tools/cost/options";
import { otherQuestions } from "#tools/cost/other-queries";
import { addresses } from "#tools/cost/page-paths";
import { plansOf } from "#tools/cost/plans";
import { HEADING, HEADING_OF_PAGES, lineOf, summary } from "#tools/cost/report";
import { withWeb } from "#tools/cost/web-server";

type Places = Record<"here" | "small", Place>;

let stopped = false;
onShutdown(async () => {
  stopped = true;
  await undoAll().catch(({ message }) => console.error(message));
});
// Told to stop, what is under way fails as its databases go.
await cost().catch((error) => stopped || exitWithError(error));

async function cost(): Promise<void> {
  const options = costOptions();
  // What is sealed in the database is not opened, but the environment must be whole, and sessions signed.
  process.env.CASEWIRE_SECRET ??= randomBytes(32).toString("hex");
  // It makes a database beside, and explains what only the owner may.
  const { ownerUrl: url } = currentUrls();
  if (options.what !== "queries") await ensureBuild();
  await withSmallDatabase(url, async (smallUrl) => {
    console.log(PEER);
    const places = { here: await place(url), small: await place(smallUrl) };
    if (options.what !== "queries") await costOfPages(places, options);
    if (options.what !== "pages") await costOfQueries(places, options);
    await closePool();
  });
}

async function costOfPages({ here, small }: Places, { rounds, only, bound }: Options): Promise<void> {
  const chosen = addresses.filter(({ name }) => name.includes(only));
  await withWeb(here.url, (web) =>
    withWeb(small.url, async (smallWeb) => {
      const served = { here: { ...here, web }, small: { ...small, web: smallWeb } };
      console.log(`\nPages and API calls\n${HEADING_OF_PAGES}`);
      const all: Compared[] = [];
      for (const address of chosen) all.push(told(await comparePage(address, served, rounds)));
      console.log(summary("pages and API calls", all, bound));
    }),
  );
}

async function costOfQueries(places: Places, { rounds, only, bound }: Options): Promise<void> {
  const questions = [...caseQuestions, ...eventQuestions, ...otherQuestions].filter(({ name }) => name.includes(only));
  console.log(`\nQueries\n${HEADING}`);
  const all: Compared[] = [];
  for (const question of questions) all.push(told(await compare(question, places, rounds)));
  console.log(summary("questions", all, bound));
  const [sample] = places.here.samples;
  for (const one of all.filter((each) => isOver(each, bound))) {
    const question = questions.find(({ name }) => name === one.name);
    if (!question || !sample) continue;
    console.log(`\n${one.name}: ${one.ratio.p95.toFixed(1)} ×`);
    for (const plan of await plansOf(question, places.here.url, sample)) console.log(`\n${plan}`);
  }
}

function told(compared: Compared): Compared {
  console.log(lineOf(compared));
  return compared;
}

/** `npm run cost`: what each page and API call costs at the size of this database, beside a thousand cases. `--help` says how. */
import { randomBytes } from "node:crypto";
import { ensureBuild } from "#bin/build/ensure-build";
import { exitWithError } from "#bin/process/command-line";
import { currentUrls } from "#bin/process/local-database";
import { onShutdown } from "#bin/process/shutdown-signals";
import { closePool } from "#db/pool";
import { BASELINE_NOTE, withBaselineDatabase } from "#tools/cost/baseline-database";
import { caseQueries } from "#tools/cost/case-queries";
import { cleanUpAll } from "#tools/cost/cleanup";
import { type Comparison, isOver } from "#tools/cost/comparison";
import { eventQueries } from "#tools/cost/event-queries";
import { compare, type MeasuredDatabase, openMeasured } from "#tools/cost/measure";
import { comparePage } from "#tools/cost/measure-page";
import { costOptions, type Options } from "#tools/cost/options";
import { otherQueries } from "#tools/cost/other-queries";
import { pagePaths } from "#tools/cost/page-paths";
import { plansOf } from "#tools/cost/plans";
import { HEADING, PAGES_HEADING, rowOf, summary } from "#tools/cost/report";
import { withWebServer } from "#tools/cost/web-server";

type MeasuredDatabases = Record<"subject" | "baseline", MeasuredDatabase>;

let isStopping = false;
onShutdown(async () => {
  isStopping = true;
  await cleanUpAll().catch(({ message }) => console.error(message));
});
// After a shutdown signal the measurement fails, because its database is dropped.
await cost().catch((error) => isStopping || exitWithError(error));

async function cost(): Promise<void> {
  const options = costOptions();
  // Nothing sealed is opened, but the environment must be valid, and sessions are signed.
  process.env.CASEWIRE_SECRET ??= randomBytes(32).toString("hex");
  // The owner's, because it creates a database and explains queries.
  const { ownerUrl: url } = currentUrls();
  if (options.what !== "queries") await ensureBuild();
  await withBaselineDatabase(url, async (baselineUrl) => {
    console.log(BASELINE_NOTE);
    const databases = { subject: await openMeasured(url), baseline: await openMeasured(baselineUrl) };
    if (options.what !== "queries") await measurePages(databases, options);
    if (options.what !== "pages") await measureQueries(databases, options);
    await closePool();
  });
}

async function measurePages({ subject, baseline }: MeasuredDatabases, { rounds, only, bound }: Options): Promise<void> {
  const chosen = pagePaths.filter(({ name }) => name.includes(only));
  await withWebServer(subject.url, (web) =>
    withWebServer(baseline.url, async (baselineWeb) => {
      const served = { subject: { ...subject, web }, baseline: { ...baseline, web: baselineWeb } };
      console.log(`\nPages and API calls\n${PAGES_HEADING}`);
      const all: Comparison[] = [];
      for (const pagePath of chosen) all.push(printed(await comparePage(pagePath, served, rounds)));
      console.log(summary("pages and API calls", all, bound));
    }),
  );
}

async function measureQueries(databases: MeasuredDatabases, { rounds, only, bound }: Options): Promise<void> {
  const queries = [...caseQueries, ...eventQueries, ...otherQueries].filter(({ name }) => name.includes(only));
  console.log(`\nQueries\n${HEADING}`);
  const all: Comparison[] = [];
  for (const query of queries) all.push(printed(await compare(query, databases, rounds)));
  console.log(summary("queries", all, bound));
  const [sample] = databases.subject.samples;
  for (const one of all.filter((each) => isOver(each, bound))) {
    const query = queries.find(({ name }) => name === one.name);
    if (!query || !sample) continue;
    console.log(`\n${one.name}: ${one.ratio.p95.toFixed(1)} ×`);
    for (const plan of await plansOf(query, databases.subject.url, sample)) console.log(`\n${plan}`);
  }
}

function printed(comparison: Comparison): Comparison {
  console.log(rowOf(comparison));
  return comparison;
}

/** `npm run seed`: fills a database with made-up cases that agree with their events, to see Casewire at size. `--help` says how. */

import { exitWithError } from "#bin/process/command-line";
import { currentUrls } from "#bin/process/local-database";
import { withoutCredentials } from "#db/connection-url";
import { seedOptions } from "#tools/seed/options";
import { seedDatabase } from "#tools/seed/seed-database";

await seed().catch(exitWithError);

async function seed(): Promise<void> {
  const options = seedOptions();
  const { ownerUrl: url } = currentUrls();
  console.log(
    `${options.cases} cases and ${options.events} events over ${options.days} days into ${withoutCredentials(url)}, seed ${options.seed}, until ${options.until.toISOString()}.`,
  );
  const began = performance.now();
  const seeded = await seedDatabase(url, options, (line) => console.log(`${seconds(began)} s  ${line}`));
  for (const [table, count] of seeded) console.log(`${String(count).padStart(10)} ${table}`);
  console.log(`Done in ${seconds(began)} s.`);
}

function seconds(began: number): string {
  return ((performance.now() - began) / 1000).toFixed(1);
}

import { randomBytes } from "node:crypto";
import { connect } from "#db/connect";
import { withDatabase } from "#db/connection-url";
import { migrate } from "#db/migrate";
import { seedDatabase } from "#tools/seed/seed-database";
import { withCleanup } from "./cleanup.ts";

/** `often` makes rare things frequent, so that lists which are full in a large database are as full as possible in a small one. */
const BASELINE = { cases: 1000, events: 4000, days: 730, seed: 1, often: 10, source: "vove", force: false };

/** Explains the baseline, above the tables. */
export const BASELINE_NOTE = `Beside ${BASELINE.cases} cases with ${BASELINE.events} events on the same server, where what is rare happens ${BASELINE.often} times as often, so that a list
that is full here is as full there as so few cases allow; KB says how long each answer was. A case and an event asked for are ordinary
ones in both: completed at the first go, of a business whose name no other has.`;

/** Creates a database of a thousand cases on the server of `url` while `work` runs, and drops it afterwards. */
export async function withBaselineDatabase<T>(url: string, work: (baselineUrl: string) => Promise<T>): Promise<T> {
  const name = `casewire_cost_${randomBytes(4).toString("hex")}`;
  const server = connect(url);
  const drop = async () => {
    await server.unsafe(`drop database if exists ${name} with (force)`);
    await server.end({ timeout: 5 });
  };
  return withCleanup(drop, async () => {
    await server.unsafe(`create database ${name}`);
    const baseline = withDatabase(url, name);
    await migrate(baseline);
    await seedDatabase(baseline, { ...BASELINE, until: new Date() }, () => {});
    return work(baseline);
  });
}

import { randomBytes } from "node:crypto";
import { connect } from "#db/connect";
import { withDatabase } from "#db/connection-url";
import { migrate } from "#db/migrate";
import { plant } from "#tools/seed/seed-database";
import { undoing } from "./cleanup.ts";

/** A thousand cases have little of what is rare: it is made frequent, so that a list which is full at size is as full there as can be. */
const SMALL = { cases: 1000, events: 4000, days: 730, seed: 1, often: 10, source: "vove", force: false };

/** What it is beside which everything is measured, in words. */
export const PEER = `Beside ${SMALL.cases} cases with ${SMALL.events} events on the same server, where what is rare happens ${SMALL.often} times as often, so that a list
that is full here is as full there as so few cases allow; KB says how long each answer was. A case and an event asked for are ordinary
ones in both: completed at the first go, of a business whose name no other has.`;

/** A database of a thousand cases on the server of `url`, for as long as `work` takes. */
export async function withSmallDatabase<T>(url: string, work: (smallUrl: string) => Promise<T>): Promise<T> {
  const name = `casewire_cost_${randomBytes(4).toString("hex")}`;
  const server = connect(url);
  const drop = async () => {
    await server.unsafe(`drop database if exists ${name} with (force)`);
    await server.end({ timeout: 5 });
  };
  return undoing(drop, async () => {
    await server.unsafe(`create database ${name}`);
    const small = withDatabase(url, name);
    await migrate(small);
    await plant(small, { ...SMALL, until: new Date() }, () => {});
    return work(small);
  });
}

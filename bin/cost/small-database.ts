import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { undoing } from "#bin/cost/undo";
import { plant } from "#bin/seed/plant";
import { migrate } from "#db/migrate";

const SMALL = { cases: 1000, events: 4000, days: 730, seed: 1, source: "vove", force: false };

/** A database of a thousand cases on the server of `url`, for as long as `work` takes. */
export async function withSmallDatabase<T>(url: string, work: (smallUrl: string) => Promise<T>): Promise<T> {
  const name = `casewire_cost_${randomBytes(4).toString("hex")}`;
  const server = postgres(url, { max: 1, onnotice: () => {} });
  const drop = async () => {
    await server.unsafe(`drop database if exists ${name} with (force)`);
    await server.end({ timeout: 5 });
  };
  return undoing(drop, async () => {
    await server.unsafe(`create database ${name}`);
    const small = new URL(url);
    small.pathname = `/${name}`;
    await migrate(small.href);
    await plant(small.href, { ...SMALL, until: new Date() }, () => {});
    return work(small.href);
  });
}

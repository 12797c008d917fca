import { setTimeout } from "node:timers/promises";
import type { Environment } from "#tools/chaos/environment/environment";
import type { Scenario } from "#tools/chaos/environment/scenario";
import { noSmallDisk, type OnDisk, type SmallDisk, startOnSmallDisk } from "#tools/chaos/environment/small-disk";

/** The disk is filled so long after the start of the sending. */
const BEFORE_MS = 400;
/** Longer than several failed restarts of PostgreSQL take. */
const FULL_MS = 25_000;
/** The maximum of WAL segments that PostgreSQL may have created in advance. */
const SEGMENTS = 20;
const CASES_MEANWHILE = 40;

/** PostgreSQL on a full disk, which then has space again. */
export const disk: Scenario[] = [
  scenario("disk-full", `the disk of PostgreSQL's tables is full for ${FULL_MS / 1000} s`, "base"),
  scenario(
    "log-disk-full",
    `the disk of PostgreSQL's write-ahead log is full for ${FULL_MS / 1000} s, which ends PostgreSQL`,
    "pg_wal",
  ),
];

function scenario(name: string, about: string, which: OnDisk): Scenario {
  let small: SmallDisk;
  return {
    name,
    about,
    obstacle: noSmallDisk,
    cluster: async () => {
      small = await startOnSmallDisk(which);
      return small;
    },
    run: (environment) => fillAndEmpty(environment, small, which),
  };
}

async function fillAndEmpty(environment: Environment, small: SmallDisk, which: OnDisk): Promise<void> {
  const sending = environment.send();
  const more = await environment.planMore(CASES_MEANWHILE, FULL_MS / 2);
  await setTimeout(BEFORE_MS);
  small.fill();
  environment.traffic.fault();
  const sendingMore = environment.send(more);
  if (which === "pg_wal") await exhaustLog(environment);
  await setTimeout(FULL_MS);
  const refused = environment.traffic.unavailable;
  if (refused === 0) environment.wrong.push("Nobody was refused while the disk was full.");
  environment.notes.push(`${refused} tries were answered 503 or not at all while the disk was full`);
  environment.traffic.fault();
  small.empty();
  await Promise.all([sending, sendingMore]);
}

/** Uses up the prepared WAL segments until a new one cannot be created. */
async function exhaustLog(environment: Environment): Promise<void> {
  for (let n = 0; n < SEGMENTS; n++) {
    const switched = environment.inServer(
      (client) => client`select pg_logical_emit_message(true, 'chaos', repeat('x', 1000000)), pg_switch_wal()`,
    );
    if (!(await switched.then(Boolean, () => false))) return;
  }
  environment.wrong.push("PostgreSQL found room for its log on a full disk.");
}

import { setTimeout } from "node:timers/promises";
import type { Stage } from "#tools/chaos/environment/environment";
import type { Scenario } from "#tools/chaos/environment/scenario";
import { noSmallDisk, type OnDisk, type SmallDisk, startOnSmallDisk } from "#tools/chaos/environment/small-disk";

/** So long into the sending the disk is filled. */
const BEFORE_MS = 400;
/** Longer than a server that cannot start is given up for at once. */
const FULL_MS = 25_000;
/** As many segments of the log as PostgreSQL may have made in advance. */
const SEGMENTS = 20;
const CASES_MEANWHILE = 40;

/** A full disk under PostgreSQL, and then room on it again. */
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
    play: (stage) => fillAndEmpty(stage, small, which),
  };
}

async function fillAndEmpty(stage: Stage, small: SmallDisk, which: OnDisk): Promise<void> {
  const sending = stage.send();
  const more = await stage.planMore(CASES_MEANWHILE, FULL_MS / 2);
  await setTimeout(BEFORE_MS);
  small.fill();
  stage.traffic.fault();
  const sendingMore = stage.send(more);
  if (which === "pg_wal") await exhaustLog(stage);
  await setTimeout(FULL_MS);
  const refused = stage.traffic.unavailable;
  if (refused === 0) stage.wrong.push("Nobody was refused while the disk was full.");
  stage.notes.push(`${refused} tries were answered 503 or not at all while the disk was full`);
  stage.traffic.fault();
  small.empty();
  await Promise.all([sending, sendingMore]);
}

/** Those it made in advance, until one cannot be made. */
async function exhaustLog(stage: Stage): Promise<void> {
  for (let n = 0; n < SEGMENTS; n++) {
    const switched = stage.inServer(
      (client) => client`select pg_logical_emit_message(true, 'chaos', repeat('x', 1000000)), pg_switch_wal()`,
    );
    if (!(await switched.then(Boolean, () => false))) return;
  }
  stage.wrong.push("PostgreSQL found room for its log on a full disk.");
}

import { atTheDoor } from "#tools/chaos/scenarios/at-the-door";
import { database } from "#tools/chaos/scenarios/database";
import { disk } from "#tools/chaos/scenarios/disk";
import { fuzz } from "#tools/chaos/scenarios/fuzz";
import { inAWorker } from "#tools/chaos/scenarios/in-a-worker";
import { inBetween } from "#tools/chaos/scenarios/in-between";
import { kill } from "#tools/chaos/scenarios/kill";
import { lives } from "#tools/chaos/scenarios/lives";
import { many } from "#tools/chaos/scenarios/many";
import { network } from "#tools/chaos/scenarios/network";
import { retention } from "#tools/chaos/scenarios/retention";
import { soak } from "#tools/chaos/scenarios/soak";
import type { Scenario } from "./scenario.ts";

/** Every scenario, in the order they are played. */
export const scenarios: readonly Scenario[] = [
  kill,
  ...atTheDoor,
  ...inAWorker,
  ...inBetween,
  ...retention,
  ...database,
  ...disk,
  ...network,
  ...many,
  lives,
  fuzz,
  soak,
];

import { atTheDoor } from "#bin/chaos/scenarios/at-the-door";
import { database } from "#bin/chaos/scenarios/database";
import { disk } from "#bin/chaos/scenarios/disk";
import { fuzz } from "#bin/chaos/scenarios/fuzz";
import { inAWorker } from "#bin/chaos/scenarios/in-a-worker";
import { inBetween } from "#bin/chaos/scenarios/in-between";
import { kill } from "#bin/chaos/scenarios/kill";
import { lives } from "#bin/chaos/scenarios/lives";
import { many } from "#bin/chaos/scenarios/many";
import { network } from "#bin/chaos/scenarios/network";
import { retention } from "#bin/chaos/scenarios/retention";
import { soak } from "#bin/chaos/scenarios/soak";
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

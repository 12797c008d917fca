import type { Scenario } from "#tools/chaos/environment/scenario";
import { database } from "#tools/chaos/scenarios/database";
import { disk } from "#tools/chaos/scenarios/disk";
import { atTheDoor } from "#tools/chaos/scenarios/endpoint-faults";
import { fuzz } from "#tools/chaos/scenarios/fuzz";
import { inBetween } from "#tools/chaos/scenarios/interrupted-jobs";
import { kill } from "#tools/chaos/scenarios/kill";
import { lives } from "#tools/chaos/scenarios/lives";
import { many } from "#tools/chaos/scenarios/multiple-processes";
import { network } from "#tools/chaos/scenarios/network";
import { retention } from "#tools/chaos/scenarios/retention";
import { soak } from "#tools/chaos/scenarios/soak";
import { inAWorker } from "#tools/chaos/scenarios/worker-faults";

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

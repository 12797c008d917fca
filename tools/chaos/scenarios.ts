import type { Scenario } from "#tools/chaos/environment/scenario";
import { database } from "#tools/chaos/scenarios/database";
import { deliveries } from "#tools/chaos/scenarios/deliveries";
import { deliveryReceivers } from "#tools/chaos/scenarios/delivery-receivers";
import { disk } from "#tools/chaos/scenarios/disk";
import { endpointFaults } from "#tools/chaos/scenarios/endpoint-faults";
import { fuzz } from "#tools/chaos/scenarios/fuzz";
import { interruptedJobs } from "#tools/chaos/scenarios/interrupted-jobs";
import { kill } from "#tools/chaos/scenarios/kill";
import { lives } from "#tools/chaos/scenarios/lives";
import { multipleProcesses } from "#tools/chaos/scenarios/multiple-processes";
import { network } from "#tools/chaos/scenarios/network";
import { retention } from "#tools/chaos/scenarios/retention";
import { soak } from "#tools/chaos/scenarios/soak";
import { workerFaults } from "#tools/chaos/scenarios/worker-faults";

/** In the order in which they run. */
export const scenarios: readonly Scenario[] = [
  kill,
  ...endpointFaults,
  ...workerFaults,
  ...interruptedJobs,
  ...retention,
  ...database,
  ...disk,
  ...network,
  ...multipleProcesses,
  ...deliveries,
  ...deliveryReceivers,
  lives,
  fuzz,
  soak,
];

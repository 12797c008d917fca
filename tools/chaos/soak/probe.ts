import type { PlannedMessage } from "#bin/simulate/plan";
import { messageIdAt } from "#lib/sources/message-id";
import type { Environment } from "#tools/chaos/environment/environment";

export const PROBE = "soak-probe";

/** A cycle: rejected, and started again. */
const STEPS = [
  { status: "IN_PROGRESS", previousStatus: "NOT_STARTED", word: "In progress" },
  { status: "IN_REVIEW", previousStatus: "IN_PROGRESS", word: "In review" },
  { status: "REJECTED", previousStatus: "IN_REVIEW", word: "Rejected" },
];

export type Step = { word: string; messageId: string };

/** One case that changes after each fault, which open pages must then show. */
export class Probe {
  #steps = 0;

  /** Resolves to the new state, when it is acknowledged. */
  async next(environment: Environment): Promise<Step> {
    const { word, ...move } = STEPS[this.#steps++ % STEPS.length] as (typeof STEPS)[number];
    const messageId = messageIdAt(new Date());
    const body = JSON.stringify({ refId: PROBE, ...move });
    const message: PlannedMessage = { messageId, body, kind: "case", sendAt: [] };
    environment.plan.messages.push(message);
    await environment.traffic.deliver(message);
    return { word, messageId };
  }
}

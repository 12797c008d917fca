import type { PlannedMessage } from "#bin/simulate/plan";
import { messageIdAt } from "#lib/sources/message-id";
import type { Environment } from "#tools/chaos/environment/environment";

export const PROBE = "soak-probe";

/** A life without end: rejected, and begun again. */
const STEPS = [
  { status: "IN_PROGRESS", previousStatus: "NOT_STARTED", word: "In progress" },
  { status: "IN_REVIEW", previousStatus: "IN_PROGRESS", word: "In review" },
  { status: "REJECTED", previousStatus: "IN_REVIEW", word: "Rejected" },
];

export type Step = { word: string; messageId: string };

/** One case of which the sender tells something after each fault: what an open page must then show. */
export class Probe {
  #told = 0;

  /** Resolves to what is true now, once the sender has been told that we know it. */
  async next(environment: Environment): Promise<Step> {
    const { word, ...move } = STEPS[this.#told++ % STEPS.length] as (typeof STEPS)[number];
    const messageId = messageIdAt(new Date());
    const body = JSON.stringify({ refId: PROBE, ...move });
    const message: PlannedMessage = { messageId, body, kind: "case", sendAt: [] };
    environment.plan.messages.push(message);
    await environment.traffic.deliver(message);
    return { word, messageId };
  }
}

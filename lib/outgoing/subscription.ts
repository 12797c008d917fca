import { AS_RECEIVED_TYPES, type OutgoingType } from "./event-types.ts";

/** What a destination takes. */
export type Subscription = {
  id: string;
  /** Null: all. */
  eventTypes: readonly string[] | null;
  /** Null: all. */
  source: string | null;
  format: "casewire" | "as-received";
  personalData: boolean;
  state: "enabled" | "disabled";
};

type Candidate = {
  type: OutgoingType;
  about: { source: string } | null;
  only?: string | undefined;
  facts?: object;
};

/** Whether a destination takes an outgoing event, enabled or not. What is about a destination goes to the others. */
export function takes(destination: Subscription, { type, about, only, facts = {} }: Candidate): boolean {
  if (only !== undefined) return destination.id === only;
  if (type === "test") return false;
  if (destination.eventTypes !== null && !destination.eventTypes.includes(type)) return false;
  if (destination.format === "as-received" && !AS_RECEIVED_TYPES.includes(type)) return false;
  if (about && destination.source !== null && destination.source !== about.source) return false;
  return !("destinationId" in facts && facts.destinationId === destination.id);
}

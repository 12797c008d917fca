import type { FactsOf, OutgoingType, PersonalOf } from "./event-types.ts";

/** Where a case stands. */
export type CaseState = {
  episode: number;
  status: string;
  previousStatus: string | null;
  reason: string | null;
  statusSince: Date | string;
};

/** What happened, as its writer knows it. */
export type Outgoing<T extends OutgoingType = OutgoingType> = {
  [Type in T]: {
    type: Type;
    /** Names what happened, so that it is told once, whoever writes it how often. */
    key: string;
    /** When it happened; left out: now. */
    at?: Date;
    /** Null: it is about no case. */
    about: { source: string; refId: string } | null;
    /** The case as it stands; left out, it is read from its row. */
    state?: CaseState;
    /** The sender's event that it came from. */
    event?: { id: number; messageId: string } | null;
    facts: FactsOf<Type>;
    /** For destinations that ask for personal data. */
    personal?: PersonalOf<Type>;
    /** The one destination that it is for, enabled or not. */
    only?: string;
  };
}[T];

/** The case of an outgoing event when it is written. */
export type StoredState = {
  index: number;
  sequence: number;
  lastAt: Date | null;
  clock: Date;
  state: CaseState | null;
  name: string | null;
  contactEmail: string | null;
};

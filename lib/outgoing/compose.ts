import type { CaseState, Outgoing, StoredState } from "./outgoing.ts";
import type { Subscription } from "./subscription.ts";

/** An outgoing event as it is stored, with the deliveries of it that are queued. */
export type Composed = {
  row: {
    message_id: string;
    key: string;
    type: string;
    source: string;
    ref_id: string;
    episode: number | null;
    sequence: number | null;
    event_id: number | null;
    at: string;
    body: string;
    personal_body: string | null;
  };
  deliveries: { destination_id: string; format: Subscription["format"]; personal_data: boolean }[];
};

type Place = { messageId: string; sequence: number | null; at: Date; takers: readonly Subscription[] };

/** Fixes the bytes of an outgoing event. Those with personal data are kept only where a destination asks for them. */
export function compose(one: Outgoing, stored: StoredState, { messageId, sequence, at, takers }: Place): Composed {
  const { type, key, about, event, only } = one;
  const state = one.state ?? stored.state;
  const timestamp = (one.at ?? at).toISOString();
  const data = {
    ...(about ? { ...caseFacts(about, state), sequence, messageId: event?.messageId ?? null } : {}),
    ...one.facts,
  };
  const business = { name: stored.name, contactEmail: stored.contactEmail };
  const withPersonal = about && takers.some(({ personalData }) => personalData);
  const personal = { ...data, personal: { business, ...one.personal } };
  return {
    row: {
      message_id: messageId,
      key,
      type,
      source: about?.source ?? "",
      ref_id: about?.refId ?? "",
      episode: state?.episode ?? null,
      sequence,
      event_id: event?.id ?? null,
      at: at.toISOString(),
      body: JSON.stringify({ type, timestamp, data }),
      personal_body: withPersonal ? JSON.stringify({ type, timestamp, data: personal }) : null,
    },
    deliveries: takers
      .filter(({ state: of }) => of === "enabled" || only !== undefined)
      .map(({ id, format, personalData }) => ({
        destination_id: id,
        format,
        personal_data: personalData && withPersonal === true,
      })),
  };
}

function caseFacts({ source, refId }: { source: string; refId: string }, state: CaseState | null) {
  return {
    refId,
    source,
    episode: state?.episode ?? null,
    status: state?.status ?? null,
    previousStatus: state?.previousStatus ?? null,
    reason: state?.reason ?? null,
    statusSince: state ? new Date(state.statusSince).toISOString() : null,
  };
}

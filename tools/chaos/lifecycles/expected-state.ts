import type { Status } from "#bin/simulate/case-lifecycle";
import type { Message, SentLifecycle } from "./lifecycle.ts";

export type Verdict = "applied" | "late" | "gap" | "conflict" | "repeat" | "unrecognised";
export type ExpectedEpisode = { number: number; status: Status; gap: boolean; conflict: boolean; from: string };
export type ExpectedState = {
  /** Empty when no event of the case arrived. */
  episodes: ExpectedEpisode[];
  /** By message id, of the messages that arrived. */
  verdicts: Map<string, { verdict: Verdict; episode: number | null }>;
};

type Arrived = Message & { arrival: number };
type Move = Extract<Message["content"], { status: Status }>;

const ENDS: readonly Status[] = ["COMPLETED", "REJECTED"];

/**
 * The expected state of a case, computed from the order in which the sender created its messages, whatever the order of delivery. An
 * independent implementation: it shares no code with the projection.
 */
export function expectedStateOf({ messages, deliveries }: SentLifecycle): ExpectedState {
  const arrived = messages.flatMap((message, n): Arrived[] => {
    const arrival = deliveries.findIndex(({ message: index }) => index === n);
    return arrival === -1 ? [] : [{ ...message, arrival }];
  });
  const expected: ExpectedState = { episodes: [], verdicts: new Map() };
  for (const message of arrived) applyMessage(expected, message);
  markLate(expected, arrived);
  return expected;
}

function applyMessage({ episodes, verdicts }: ExpectedState, { content, messageId }: Arrived): void {
  if ("noise" in content) {
    verdicts.set(messageId, { verdict: "unrecognised", episode: null });
    return;
  }
  const now = episodes.at(-1);
  const ended = now === undefined || ENDS.includes(now.status);
  const begins = content.previousStatus === "NOT_STARTED" || content.status === "NOT_STARTED";
  const verdict = verdictOf(content, now?.status, begins);
  if (now === undefined || (ended && begins)) {
    episodes.push({
      number: episodes.length + 1,
      status: content.status,
      gap: verdict === "gap",
      conflict: false,
      from: messageId,
    });
  } else if (verdict === "conflict") {
    now.conflict = true;
  } else if (verdict !== "repeat") {
    Object.assign(now, { status: content.status, gap: now.gap || verdict === "gap", from: messageId });
  }
  verdicts.set(messageId, { verdict, episode: episodes.length });
}

function verdictOf({ status, previousStatus }: Move, now: Status | undefined, begins: boolean): Verdict {
  // The first event of a case should be its beginning.
  if (now === undefined) return begins ? "applied" : "gap";
  // After an end, only a new beginning or a repetition of the end is valid.
  if (ENDS.includes(now)) {
    if (begins) return "applied";
    return status === now ? "repeat" : "conflict";
  }
  if (status === now) return "repeat";
  return previousStatus === now ? "applied" : "gap";
}

/** Marks the transitions that arrived after a later transition. */
function markLate({ verdicts }: ExpectedState, arrived: readonly Arrived[]): void {
  const movers = arrived.filter(({ messageId }) => /applied|gap/.test(verdicts.get(messageId)?.verdict ?? ""));
  const late = movers.filter((one, n) => movers.slice(n + 1).some((later) => later.arrival < one.arrival));
  for (const { messageId } of late) Object.assign(verdicts.get(messageId) ?? {}, { verdict: "late" });
}

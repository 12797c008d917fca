import type { Status } from "#bin/simulate/case-lifecycle";
import type { Message, Told } from "./lifecycle.ts";

export type Verdict = "applied" | "late" | "gap" | "conflict" | "repeat" | "unrecognised";
export type TrueEpisode = { number: number; status: Status; gap: boolean; conflict: boolean; from: string };
export type Truth = {
  /** None where nothing told of the case arrived. */
  episodes: TrueEpisode[];
  /** By message id, of what arrived. */
  verdicts: Map<string, { verdict: Verdict; episode: number | null }>;
};

type Arrived = Message & { arrival: number };
type Move = Extract<Message["said"], { status: Status }>;

const ENDS: readonly Status[] = ["COMPLETED", "REJECTED"];

/**
 * What must be true of a case, worked out from the sender's side: he knows the order in which he spoke, whatever became of it on its way.
 * It shares no code with the projection that it judges.
 */
export function truthOf({ messages, deliveries }: Told): Truth {
  const arrived = messages.flatMap((message, n): Arrived[] => {
    const arrival = deliveries.findIndex(({ said }) => said === n);
    return arrival === -1 ? [] : [{ ...message, arrival }];
  });
  const truth: Truth = { episodes: [], verdicts: new Map() };
  for (const message of arrived) hear(truth, message);
  markLate(truth, arrived);
  return truth;
}

function hear({ episodes, verdicts }: Truth, { said, messageId }: Arrived): void {
  if ("noise" in said) {
    verdicts.set(messageId, { verdict: "unrecognised", episode: null });
    return;
  }
  const now = episodes.at(-1);
  const ended = now === undefined || ENDS.includes(now.status);
  const begins = said.previousStatus === "NOT_STARTED" || said.status === "NOT_STARTED";
  const verdict = judged(said, now?.status, begins);
  if (now === undefined || (ended && begins)) {
    episodes.push({
      number: episodes.length + 1,
      status: said.status,
      gap: verdict === "gap",
      conflict: false,
      from: messageId,
    });
  } else if (verdict === "conflict") {
    now.conflict = true;
  } else if (verdict !== "repeat") {
    Object.assign(now, { status: said.status, gap: now.gap || verdict === "gap", from: messageId });
  }
  verdicts.set(messageId, { verdict, episode: episodes.length });
}

function judged({ status, previousStatus }: Move, now: Status | undefined, begins: boolean): Verdict {
  // The first that is heard of a case should be its beginning.
  if (now === undefined) return begins ? "applied" : "gap";
  // After an end there is nothing but a new beginning, or the end told once more.
  if (ENDS.includes(now)) {
    if (begins) return "applied";
    return status === now ? "repeat" : "conflict";
  }
  if (status === now) return "repeat";
  return previousStatus === now ? "applied" : "gap";
}

/** What moved the case and arrived after something that moved it later. */
function markLate({ verdicts }: Truth, arrived: readonly Arrived[]): void {
  const movers = arrived.filter(({ messageId }) => /applied|gap/.test(verdicts.get(messageId)?.verdict ?? ""));
  const late = movers.filter((one, n) => movers.slice(n + 1).some((later) => later.arrival < one.arrival));
  for (const { messageId } of late) Object.assign(verdicts.get(messageId) ?? {}, { verdict: "late" });
}

import { inFoldOrder } from "./fold-order.ts";
import { type CaseStatus, followsFrom, isTerminal, opensEpisode, type Step } from "./lifecycle.ts";

export type ProjectedEvent = Step & {
  /** Given in the order of arrival. */
  id: number;
  messageId: string;
  reason: string | null;
  /** The event clock. */
  occurredAt: Date;
};

export type Episode = Step & {
  /** From 1. */
  number: number;
  reason: string | null;
  openedAt: Date;
  statusSince: Date;
  gap: boolean;
  conflict: boolean;
  /** The event that brought the status. */
  statusEventId: number;
};

export type Verdict = "applied" | "late" | "gap" | "conflict" | "repeat";
export type Projection = {
  episodes: Episode[];
  /** By event id. */
  verdicts: Map<number, { verdict: Verdict; episode: number }>;
  /** The latest episode. */
  current: Episode | null;
};

/**
 * Folds the recognised events of a case in the order of the event clock. Any order of arrival and any repetition give the same case; only
 * the verdict `late` depends on arrival. Each event in turn is:
 *
 * - a repeat, when its status is the current one already;
 * - applied, when its `previousStatus` is the current status. NOT_STARTED opens the first episode, and the next after a terminal one;
 * - a conflict with a terminal status, which stands, whatever else it says;
 * - otherwise a gap: applied, but an event before it is missing. When that one arrives, the gap is gone.
 *
 * An applied event or gap is late when an event that was applied after it, by the event clock, had arrived before it.
 */
export function project(events: readonly ProjectedEvent[]): Projection {
  const episodes: Episode[] = [];
  const verdicts: Projection["verdicts"] = new Map();
  const applied: ProjectedEvent[] = [];
  for (const event of inFoldOrder(events, () => episodes.at(-1)?.status ?? null)) {
    const current = episodes.at(-1);
    const verdict = judge(event, current?.status ?? null);
    if (!current || opensEpisode(event, current.status)) episodes.push(opened(event, episodes.length + 1, verdict));
    else episodes.splice(-1, 1, after(current, event, verdict));
    if (verdict === "applied" || verdict === "gap") applied.push(event);
    verdicts.set(event.id, { verdict, episode: episodes.length });
  }
  for (const id of arrivedLate(applied)) Object.assign(verdicts.get(id) ?? {}, { verdict: "late" });
  return { episodes, verdicts, current: episodes.at(-1) ?? null };
}

function judge(event: ProjectedEvent, current: CaseStatus | null): Exclude<Verdict, "late"> {
  if (event.status === current && !opensEpisode(event, current)) return "repeat";
  if (followsFrom(event, current)) return "applied";
  return current !== null && isTerminal(current) ? "conflict" : "gap";
}

function step(event: ProjectedEvent) {
  const { status, previousStatus, reason, occurredAt, id } = event;
  return { status, previousStatus, reason, statusSince: occurredAt, statusEventId: id };
}

function opened(event: ProjectedEvent, number: number, verdict: Verdict): Episode {
  return { ...step(event), number, openedAt: event.occurredAt, gap: verdict === "gap", conflict: false };
}

/** The episode after an event that does not open one. */
function after(episode: Episode, event: ProjectedEvent, verdict: Verdict): Episode {
  if (verdict === "repeat") return episode;
  if (verdict === "conflict") return { ...episode, conflict: true };
  return { ...episode, ...step(event), gap: episode.gap || verdict === "gap" };
}

function arrivedLate(applied: readonly ProjectedEvent[]): number[] {
  let firstArrivalAfter = Number.POSITIVE_INFINITY;
  return applied.toReversed().flatMap(({ id }) => {
    const late = firstArrivalAfter < id;
    firstArrivalAfter = Math.min(firstArrivalAfter, id);
    return late ? [id] : [];
  });
}

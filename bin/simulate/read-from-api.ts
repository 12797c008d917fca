import type { CaseState, CasewireState, Pending, StateReader } from "./casewire-state.ts";

type CaseAnswer = Pick<CaseState, "status" | "episode"> & { effects: { key: string; state: string }[] };
type EventAnswer = { refId: string | null; verdict: string | null; runs: { state: string }[] };
type Selection = {
  origin: string;
  token: string;
  source: string;
  refIds: readonly string[];
  messageIds: readonly string[];
};

/** By the JSON API. */
export function stateFromApi(of: Selection): StateReader {
  return { pending: () => pending(of), read: () => read(of) };
}

async function pending(of: Selection): Promise<Pending> {
  const counts: Pending = { runs: 0, events: 0 };
  for (const messageId of of.messageIds) {
    const event = await eventOf(of, messageId);
    if (!event) continue;
    counts.runs += runsIn(event, ["queued", "running"]);
    if (event.verdict === null) counts.events += 1;
  }
  return counts;
}

async function read(of: Selection): Promise<CasewireState> {
  const found: CasewireState = { cases: new Map(), events: new Set() };
  for (const refId of of.refIds) {
    const one = await get<CaseAnswer>(of, `cases/${encodeURIComponent(refId)}`);
    const done = one?.effects.filter((effect) => effect.state === "done").map((effect) => effect.key);
    if (one) found.cases.set(refId, { status: one.status, episode: one.episode, done: done ?? [], deadRuns: 0 });
  }
  for (const messageId of of.messageIds) {
    const event = await eventOf(of, messageId);
    if (!event) continue;
    found.events.add(messageId);
    const one = event.refId === null ? undefined : found.cases.get(event.refId);
    if (one) one.deadRuns += runsIn(event, ["dead"]);
  }
  return found;
}

function eventOf(of: Selection, messageId: string): Promise<EventAnswer | undefined> {
  return get<EventAnswer>(of, `events/${encodeURIComponent(messageId)}`);
}

function runsIn(event: EventAnswer, states: readonly string[]): number {
  return event.runs.filter((run) => states.includes(run.state)).length;
}

async function get<T>({ origin, token, source }: Selection, path: string): Promise<T | undefined> {
  const query = new URLSearchParams({ source });
  const response = await fetch(`${origin}/api/v1/${path}?${query}`, { headers: { authorization: `Bearer ${token}` } });
  if (response.status === 404) return undefined;
  if (!response.ok) throw new Error(`The API answered ${response.status} for ${path}: ${await response.text()}`);
  return (await response.json()) as T;
}

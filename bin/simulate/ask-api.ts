import type { Findings, FoundCase } from "#bin/simulate/findings";

type CaseAnswer = Pick<FoundCase, "status" | "episode"> & { effects: { key: string; state: string }[] };
type EventAnswer = { refId: string | null; runs: { state: string }[] };

/** Asks the JSON API what became of the cases and messages of one simulation. */
export async function askApi(
  { origin, token, source }: { origin: string; token: string; source: string },
  refIds: readonly string[],
  messageIds: readonly string[],
): Promise<Findings> {
  const get = async <T>(path: string): Promise<T | undefined> => {
    const query = new URLSearchParams({ source });
    const response = await fetch(`${origin}/api/v1/${path}?${query}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    if (response.status === 404) return undefined;
    if (!response.ok) throw new Error(`The API answered ${response.status} for ${path}: ${await response.text()}`);
    return (await response.json()) as T;
  };
  const found: Findings = { cases: new Map(), events: new Set(), unfinished: 0 };
  for (const refId of refIds) {
    const one = await get<CaseAnswer>(`cases/${encodeURIComponent(refId)}`);
    const done = one?.effects.filter((effect) => effect.state === "done").map((effect) => effect.key);
    if (one) found.cases.set(refId, { status: one.status, episode: one.episode, done: done ?? [], deadRuns: 0 });
  }
  for (const messageId of messageIds) {
    const event = await get<EventAnswer>(`events/${encodeURIComponent(messageId)}`);
    if (!event) continue;
    found.events.add(messageId);
    const count = (states: string[]) => event.runs.filter((run) => states.includes(run.state)).length;
    found.unfinished += count(["queued", "running"]);
    const one = event.refId === null ? undefined : found.cases.get(event.refId);
    if (one) one.deadRuns += count(["dead"]);
  }
  return found;
}

import { Time } from "#components/time";
import type { UserActor } from "#lib/actor";
import { listEntries } from "#lib/audit/list-entries";
import { sentence } from "#lib/audit/sentence";
import type { FoundEvent } from "#lib/events/find-event";

/** Older replays of the event are left out. */
const MAX_REPLAYS = 10;

/** Audit entries about this event: its re-runs, and the replays it was part of. */
export async function AuditTab({ actor, event }: { actor: UserActor; event: FoundEvent }) {
  const replays = [...new Set(event.runs.flatMap(({ replayId }) => replayId ?? []))].slice(0, MAX_REPLAYS);
  const subjects = [`event:${event.messageId}`, ...replays.map((id) => `replay:${id}`)];
  const found = await Promise.all(subjects.map((subject) => listEntries(actor, { subject })));
  const entries = found.flatMap((page) => page.entries).sort((a, b) => b.id - a.id);
  if (entries.length === 0)
    return <p className="text-muted">Nobody has run a handler again on this event, or replayed it.</p>;
  return (
    <ol className="divide-y divide-line">
      {entries.map((entry) => (
        <li key={entry.id} className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 py-2">
          <span className="min-w-0">{sentence(entry)}</span>
          <span className="ml-auto text-xs text-faint">
            entry {entry.id}, <Time at={entry.at} absolute />
          </span>
        </li>
      ))}
    </ol>
  );
}

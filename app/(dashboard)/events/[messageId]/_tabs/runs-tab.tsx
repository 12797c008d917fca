import { ChevronRight } from "lucide-react";
import { Time } from "#components/time";
import { Facts } from "#components/ui/facts";
import { UserText } from "#components/ui/user-text";
import type { FoundEvent } from "#lib/events/find-event";
import { RunStateChip } from "../../../_chips/run-state-chip.tsx";
import { visible } from "../../../_http/readable.ts";
import { ElsewhereLink } from "../elsewhere-link.tsx";
import { howItWent, TRIGGER_WORDS, took } from "../event-words.tsx";
import { Effects } from "./effects.tsx";

/** Every attempt, the latest first, and their effects. */
export function RunsTab({ event, maySettle }: { event: FoundEvent; maySettle: boolean }) {
  if (event.runs.length === 0) {
    return (
      <p className="text-muted">
        No handler is registered for <UserText>{event.type}</UserText>: it is kept, and nothing is done about it.
      </p>
    );
  }
  return (
    <div className="grid gap-4">
      <Effects effects={event.effects} maySettle={maySettle} />
      <div className="grid gap-2">
        {event.runs.map((run, at) => (
          <Run
            key={run.id}
            run={run}
            removed={event.removedAt !== null}
            open={at === 0 || (run.latest && (run.state === "dead" || run.state === "failed"))}
          />
        ))}
      </div>
    </div>
  );
}

function Run({ run, open, removed }: { run: FoundEvent["runs"][number]; open: boolean; removed: boolean }) {
  return (
    <details open={open} className="group min-w-0 rounded-md border border-line">
      <summary className="flex min-h-9 list-none flex-wrap items-center gap-x-2 gap-y-1 px-3 py-1.5">
        <ChevronRight aria-hidden="true" className="size-3.5 text-faint group-open:rotate-90" />
        <span className="font-medium">{run.handler}</span>
        <RunStateChip state={run.state} />
        <span className="text-xs text-faint">
          attempt {run.attempt}, run {run.id}
        </span>
        <span className="ml-auto text-xs text-faint">
          <Time at={run.endedAt ?? run.startedAt ?? run.dueAt} />
        </span>
      </summary>
      <div className="grid min-w-0 gap-3 border-t border-line p-3">
        <Facts
          facts={[
            ["Why", TRIGGER_WORDS[run.trigger]],
            ["Asked by", run.requestedBy && `${run.requestedBy}: ${run.requestReason ?? ""}`],
            [
              "Replay",
              run.replayId && (
                <a className="text-accent hover:underline" href={`/replays/${run.replayId}`}>
                  {run.replayId}
                </a>
              ),
            ],
            ["Started", run.startedAt && <Time at={run.startedAt} absolute />],
            ["Took", run.endedAt && run.startedAt && took(run)],
            ["Next attempt", run.state === "queued" && <Time at={run.dueAt} absolute />],
            ["Skipped", run.skipped],
            ["Failed", run.state !== "queued" && run.state !== "succeeded" && run.error && howItWent(run)],
          ]}
        />
        <ElsewhereLink run={run} />
        <Log lines={run.log} removed={removed} />
        {run.errorStack === null ? null : <Lines label={`Stack of run ${run.id}`}>{visible(run.errorStack)}</Lines>}
      </div>
    </details>
  );
}

function Log({ lines, removed }: { lines: FoundEvent["runs"][number]["log"]; removed: boolean }) {
  if (removed) return <p className="text-xs text-faint">Whatever it logged was removed under retention.</p>;
  if (lines.length === 0) return <p className="text-xs text-faint">It wrote no log.</p>;
  return (
    <ol aria-label="Log" className="grid gap-0.5 font-mono text-xs">
      {lines.map(({ at, line }, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a log only grows at its end
        <li key={n} className="grid grid-cols-[max-content_minmax(0,1fr)] gap-3">
          <span className="text-faint">{at.slice(11, 23)}</span>
          <span>{visible(line)}</span>
        </li>
      ))}
    </ol>
  );
}

function Lines({ label, children }: { label: string; children: string }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1)
      tabIndex={0}
      className="max-h-72 min-w-0 overflow-auto rounded-md border border-line bg-canvas p-3"
    >
      <pre className="font-mono text-2xs leading-4">{children}</pre>
    </section>
  );
}

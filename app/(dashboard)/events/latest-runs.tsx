import { RUN_STATES, RunStateChip } from "../_chips/run-state-chip.tsx";
import { RUN_STATE_WORDS, type RunState } from "../_words.ts";

/** The latest run of each handler: failed and dead ones by name, the others as an icon. */
export function LatestRuns({ runs }: { runs: readonly { handler: string; state: RunState }[] }) {
  if (runs.length === 0) return <span className="text-faint">none</span>;
  return (
    <ul className="flex flex-wrap items-center gap-x-1.5 gap-y-1">
      {runs.map((run) => (
        <li key={run.handler} title={`${run.handler}: ${RUN_STATE_WORDS[run.state]}`} className="inline-flex">
          {run.state === "dead" || run.state === "failed" ? <Troubled {...run} /> : <Mark {...run} />}
        </li>
      ))}
    </ul>
  );
}

function Troubled({ handler, state }: { handler: string; state: RunState }) {
  return (
    <span className="inline-flex items-center gap-1 text-xs">
      <RunStateChip state={state} />
      {handler}
    </span>
  );
}

const MARK_LOOKS: Partial<Record<RunState, string>> = { succeeded: "text-green", running: "text-blue" };

function Mark({ handler, state }: { handler: string; state: RunState }) {
  const { icon: Icon } = RUN_STATES[state];
  return (
    <span className={MARK_LOOKS[state] ?? "text-faint"}>
      <Icon aria-hidden="true" className="size-3.5" />
      <span className="sr-only">
        {handler} {RUN_STATE_WORDS[state]}
      </span>
    </span>
  );
}

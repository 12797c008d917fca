import type { ReplayProgress } from "#lib/replay/find-replay";
import { RunStateChip } from "../../_chips/run-state-chip.tsx";
import { RUN_STATE_WORDS } from "../../_words.ts";

const ORDER = ["succeeded", "skipped", "dead", "running", "queued"] as const;
const ENDED = ["succeeded", "skipped", "dead"] as const;

/** How far it has come: a bar, and its runs by state. */
export function Progress({ progress }: { progress: ReplayProgress }) {
  const total = ORDER.reduce((sum, state) => sum + progress[state], 0);
  const ended = ENDED.reduce((sum, state) => sum + progress[state], 0);
  return (
    <div className="grid gap-3">
      <div className="flex items-baseline gap-2">
        <span className="text-xl font-semibold">
          {ended.toLocaleString("en")} of {total.toLocaleString("en")}
        </span>
        <span className="text-muted">runs have ended</span>
      </div>
      <progress
        value={ended}
        max={Math.max(total, 1)}
        aria-label="Runs that have ended"
        className="h-2 w-full appearance-none overflow-hidden rounded-full bg-sunken [&::-moz-progress-bar]:bg-accent-fill [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent-fill"
      />
      <dl className="flex flex-wrap gap-x-5 gap-y-2">
        {ORDER.map((state) => (
          <div key={state} className="flex items-center gap-2">
            <dt>
              <RunStateChip state={state} />
            </dt>
            <dd title={RUN_STATE_WORDS[state]}>{progress[state].toLocaleString("en")}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

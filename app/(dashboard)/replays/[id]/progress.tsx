import type { ReplayProgress } from "#lib/replay/progress";
import { DeliveryStateChip } from "../../_chips/delivery-state-chip.tsx";
import { RunStateChip } from "../../_chips/run-state-chip.tsx";

const ORDER = ["succeeded", "skipped", "dead", "running", "queued"] as const;
const ENDED = ["succeeded", "skipped", "dead"] as const;

/** How far it has come: a bar, and its runs by state, which a recovery calls deliveries. */
export function Progress({ progress, what }: { progress: ReplayProgress; what: "runs" | "deliveries" }) {
  const total = ORDER.reduce((sum, state) => sum + progress[state], 0);
  const ended = ENDED.reduce((sum, state) => sum + progress[state], 0);
  return (
    <div className="grid gap-3">
      <div className="flex items-baseline gap-2">
        <span className="text-xl font-semibold">
          {ended.toLocaleString("en")} of {total.toLocaleString("en")}
        </span>
        <span className="text-muted">{what} have ended</span>
      </div>
      <progress
        value={ended}
        max={Math.max(total, 1)}
        aria-label={what === "runs" ? "Runs that have ended" : "Deliveries that have ended"}
        className="h-2 w-full appearance-none overflow-hidden rounded-full bg-sunken [&::-moz-progress-bar]:bg-accent-fill [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent-fill"
      />
      <dl className="flex flex-wrap gap-x-5 gap-y-2">
        {ORDER.filter((state) => progress[state] > 0).map((state) => (
          <div key={state} className="flex items-center gap-2">
            <dt>
              {what === "runs" ? <RunStateChip state={state} /> : <DeliveryStateChip state={state} attempt={1} />}
            </dt>
            <dd>{progress[state].toLocaleString("en")}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

import { ChevronRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Time } from "#components/time";
import { UserText } from "#components/ui/user-text";
import type { FoundDelivery } from "#lib/deliveries/find-delivery";
import { DeliveryStateChip } from "../../../../_chips/delivery-state-chip.tsx";
import { RunStateChip } from "../../../../_chips/run-state-chip.tsx";
import { milliseconds } from "../../../../events/lag.tsx";
import { RequestView } from "./request-view.tsx";
import { ResponseView } from "./response-view.tsx";

type Props = { delivery: FoundDelivery; list: string; raw: boolean };
type Run = FoundDelivery["runs"][number];

/** The attempts, the last first, each with its request and what came back. */
export function Attempts({ delivery, list, raw }: Props) {
  const newestFirst = delivery.runs.toReversed();
  const unfolded = newestFirst.find((run) => run.request !== null)?.id;
  return (
    <section aria-label="Attempts" className="grid gap-2">
      {newestFirst.map((run) =>
        run.request === null ? (
          <WithoutRequest key={run.id} run={run} />
        ) : (
          <details
            key={run.id}
            open={run.id === unfolded}
            className="group min-w-0 rounded-lg border border-line bg-surface"
          >
            <summary className="flex list-none flex-wrap items-center gap-x-3 gap-y-1 rounded-lg px-3 py-2 hover:bg-hover">
              <ChevronRight aria-hidden="true" className="size-3.5 text-faint group-open:rotate-90" />
              <AttemptState state={run.state} />
              <Result run={run} />
              <Why run={run} />
              <span className="ml-auto text-xs text-faint">
                <Time at={run.request.at} absolute className="" />
              </span>
            </summary>
            <div className="grid gap-x-6 gap-y-4 border-t border-line p-3 lg:grid-cols-2">
              <RequestView {...{ delivery, request: run.request, list, raw }} withBody={run.id === unfolded} />
              <ResponseView run={run} />
            </div>
          </details>
        ),
      )}
      {delivery.runCount > delivery.runs.length ? (
        <p className="text-xs text-muted">
          The last {delivery.runs.length} of {delivery.runCount.toLocaleString("en")} attempts.
        </p>
      ) : null}
    </section>
  );
}

/** An attempt that waits, or was ended before its request; or one whose request retention has removed. */
function WithoutRequest({ run }: { run: Run }) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-lg border border-line bg-surface px-3 py-2">
      <AttemptState state={run.state} />
      <span>
        {run.state === "queued" ? (
          <>
            Due <Time at={run.dueAt} upcoming />
          </>
        ) : (
          <UserText>{run.skipped ?? run.error ?? (run.state === "running" ? "Under way" : "")}</UserText>
        )}
      </span>
      <Why run={run} />
      {run.endedAt === null ? null : (
        <span className="ml-auto text-xs text-faint">
          <Time at={run.endedAt} absolute className="" />
        </span>
      )}
    </div>
  );
}

/** One that failed is over: the delivery is retried by another. */
function AttemptState({ state }: Pick<Run, "state">) {
  return state === "failed" ? <RunStateChip state={state} /> : <DeliveryStateChip state={state} attempt={1} />;
}

function Result({ run: { request, response } }: { run: Run }) {
  if (request === null) return null;
  const lasted = milliseconds(request.durationMs);
  return response?.status == null ? (
    <span className="min-w-0">
      <UserText>{request.error ?? "No answer"}</UserText>, after {lasted}
    </span>
  ) : (
    <span className="min-w-0">
      {response.status} in {lasted}
    </span>
  );
}

/** Why the attempt was made, where that is not because the event happened. */
function Why({ run }: { run: Run }) {
  const why = whyOf(run);
  return why === null ? null : <span className="min-w-0 text-xs text-muted">{why}</span>;
}

function whyOf({ trigger, attempt, requestedBy, requestReason, replayId }: Run): ReactNode {
  if (trigger === "retry") return `Attempt ${attempt}`;
  if (trigger !== "rerun" && trigger !== "replay") return null;
  const reason = requestReason === null || requestReason === "" ? null : `: ${requestReason}`;
  return (
    <>
      {replayId === null ? (
        "Sent again"
      ) : (
        <Link href={`/replays/${replayId}`} className="text-accent hover:underline">
          Replay {replayId}
        </Link>
      )}
      {requestedBy === null ? null : (
        <>
          {" by "}
          <UserText>{requestedBy}</UserText>
        </>
      )}
      {reason === null ? null : <UserText>{reason}</UserText>}
    </>
  );
}

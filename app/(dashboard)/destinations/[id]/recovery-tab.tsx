import { History } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Time } from "#components/time";
import { CardBody } from "#components/ui/card";
import { Notice } from "#components/ui/notice";
import { UserText } from "#components/ui/user-text";
import type { UserActor } from "#lib/actor";
import type { FoundDestination } from "#lib/destinations/read-destinations";
import { may } from "#lib/permissions";
import { listReplays } from "#lib/replay/list-replays";
import { ReplayState } from "../../replays/replay-state.tsx";
import { RecoverDialog } from "./recover-dialog.tsx";

const MAX_LISTED = 20;
const DAY_MS = 86_400_000;

/** What sends a destination what it has not received, and the recoveries so far. */
export async function RecoveryTab({ actor, destination }: { actor: UserActor; destination: FoundDestination }) {
  const replays = await listReplays(actor, { destinationId: destination.id, limit: MAX_LISTED });
  const since = likelySince(destination);
  const mayRecover = may(actor.role, "destination:recover");
  const about = { destinationId: destination.id, since };
  return (
    <CardBody className="grid gap-5">
      {destination.state === "disabled" ? (
        <Notice tone="amber">It is disabled: enable it first. Until then a dry run says what it has missed.</Notice>
      ) : null}
      <div className="grid gap-5 md:grid-cols-2">
        <Kind
          title="Deliveries that failed"
          act={mayRecover ? <RecoverDialog {...about} only="failed" label="Resend all failed since…" /> : null}
        >
          Those that gave up, and those that were not sent because it was disabled. Waived ones are left out.
        </Kind>
        <Kind
          title="What it missed"
          act={mayRecover ? <RecoverDialog {...about} only="missed" label="Send what it missed since…" /> : null}
        >
          What happened while it was disabled, or before it was added, and was kept for other destinations: events of
          its types that have no delivery to it yet.
        </Kind>
      </div>
      <p className="text-muted">
        Both send the oldest first, with the same ids and bytes as ever, after what is queued for a case already.
        Nothing that was delivered is sent again. At most 10,000 at a time.
      </p>
      {replays.length === 0 ? null : (
        <section aria-label="Recoveries so far" className="grid gap-2">
          <h2 className="font-semibold">Recoveries so far</h2>
          <ul className="grid gap-1">
            {replays.map(({ id, state, selection, total, requestedBy, createdAt }) => (
              <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
                <Link href={`/replays/${id}`} className="text-accent hover:underline">
                  Replay {id}
                </Link>
                <ReplayState state={state} />
                <span>
                  {total.toLocaleString("en")} {total === 1 ? "delivery" : "deliveries"}
                </span>
                <span className="text-xs text-muted">
                  <UserText>{selection}</UserText>, by <UserText>{requestedBy}</UserText> <Time at={createdAt} />
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </CardBody>
  );
}

function Kind({ title, act, children }: { title: string; act: ReactNode; children: ReactNode }) {
  return (
    <section className="grid content-start justify-items-start gap-2">
      <h2 className="flex items-center gap-1.5 font-semibold">
        <History aria-hidden="true" className="size-3.5 text-faint" />
        {title}
      </h2>
      <p className="text-muted">{children}</p>
      {act}
    </section>
  );
}

/** The time that is most likely meant: of its first failure, or a day ago. To the minute, as a field takes it. */
function likelySince({ failingSince }: FoundDestination): string {
  return (failingSince ?? new Date(Date.now() - DAY_MS).toISOString()).slice(0, 16);
}

import type { UserActor } from "#lib/actor";
import type { FoundCase } from "#lib/cases/viewer-fields";
import { listCaseFailures } from "#lib/failures/list-case-failures";
import { may } from "#lib/permissions";
import { GaveUpPanel } from "./gave-up-panel.tsx";
import { UndeliveredPanel } from "./undelivered-panel.tsx";

/** What gave up on the case: actions, and what destinations were not told. */
export async function DeliveryProblems({ found, actor }: { found: FoundCase; actor: UserActor }) {
  if (found.deadHandlers.length === 0 && found.deadDeliveries.length === 0) return null;
  const { source, refId, episode } = found;
  const current = found.episodes.at(-1)?.number ?? episode;
  const failures = may(actor.role, "failure:read")
    ? await listCaseFailures(actor, { source, refId, episode, current })
    : null;
  return (
    <>
      <GaveUpPanel found={found} actor={actor} failures={failures} />
      <UndeliveredPanel found={found} actor={actor} failures={failures} />
    </>
  );
}

import { LinkButton } from "#components/ui/button";
import type { UserActor } from "#lib/actor";
import type { Timeline } from "#lib/cases/timeline/timeline";
import type { RunItem, TimelineItem } from "#lib/cases/timeline/viewer-items";
import type { FoundCase } from "#lib/cases/viewer-fields";
import { casePath } from "#lib/page-paths";
import { may } from "#lib/permissions";
import { TimelineEntry } from "./timeline-entry.tsx";

type Props = { found: FoundCase; timeline: Timeline; actor: UserActor };

/** Everything that happened to the case, latest first: messages, actions and acts of people. */
export function CaseTimeline({ found, timeline, actor }: Props) {
  const episode: Record<string, string> = found.episodes.length > 1 ? { episode: String(found.episode) } : {};
  const quiet = timeline.items.filter(isQuiet);
  const shown = timeline.items.filter((item) => !isQuiet(item));
  return (
    <section aria-labelledby="timeline" className="min-w-0">
      <h2 id="timeline" className="mb-2 font-semibold">
        Timeline
      </h2>
      <ol className="relative grid before:absolute before:top-3 before:bottom-3 before:left-[0.6875rem] before:w-px before:bg-line">
        {shown.toReversed().map((item) => (
          <TimelineEntry
            key={keyOf(item)}
            item={item}
            ran={quiet.filter(({ eventId }) => item.kind === "event" && item.id === eventId)}
            source={found.source}
            eventsOpen={may(actor.role, "event:read")}
            deliveriesOpen={may(actor.role, "delivery:read")}
          />
        ))}
      </ol>
      {timeline.nextCursor ? (
        <LinkButton href={casePath(found, { ...episode, before: timeline.nextCursor })} className="mt-3 ml-8">
          What came before
        </LinkButton>
      ) : null}
    </section>
  );
}

/** A run that succeeded at its first attempt is shown below its event; every other run has its own line. */
function isQuiet(item: TimelineItem): item is RunItem {
  return item.kind === "run" && item.state === "succeeded" && item.trigger === "receipt" && item.attempt === 1;
}

function keyOf(item: TimelineItem): string {
  return item.kind === "follow-up" ? `${item.kind}-${item.step}-${item.id}` : `${item.kind}-${item.id}`;
}

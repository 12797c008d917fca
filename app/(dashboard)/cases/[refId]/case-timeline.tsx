import { LinkButton } from "#components/ui/button";
import type { UserActor } from "#lib/actor";
import type { Timeline } from "#lib/cases/timeline/timeline";
import type { RunItem, TimelineItem } from "#lib/cases/timeline/viewer-items";
import type { FoundCase } from "#lib/cases/viewer-fields";
import { casePath } from "#lib/page-paths";
import { may } from "#lib/permissions";
import { ProvenanceDrawer } from "./provenance-drawer.tsx";
import { TimelineAttempts } from "./timeline-attempts.tsx";
import { TimelineEntry } from "./timeline-entry.tsx";
import { linesOf } from "./timeline-lines.ts";

type Props = { found: FoundCase; timeline: Timeline; actor: UserActor };

/** Everything that happened to the case, latest first: messages, actions and acts of people. */
export function CaseTimeline({ found, timeline, actor }: Props) {
  const episode: Record<string, string> = found.episodes.length > 1 ? { episode: String(found.episode) } : {};
  const eventsOpen = may(actor.role, "event:read");
  const quiet = timeline.items.filter(isQuiet);
  const shown = timeline.items.filter((item) => !isQuiet(item));
  return (
    <section aria-labelledby="timeline" className="min-w-0">
      <h2 id="timeline" className="mb-2 font-semibold">
        Timeline
      </h2>
      <ol className="relative grid before:absolute before:top-3 before:bottom-3 before:left-[0.6875rem] before:w-px before:bg-line">
        {linesOf(shown)
          .toReversed()
          .map((line) =>
            line.kind === "attempts" ? (
              <TimelineAttempts key={keyOf(line.attempts[0])} attempts={line.attempts} />
            ) : (
              <TimelineEntry
                key={keyOf(line.item)}
                item={line.item}
                ran={quiet.filter(({ eventId }) => line.item.kind === "event" && line.item.id === eventId)}
                source={found.source}
                eventsOpen={eventsOpen}
                deliveriesOpen={may(actor.role, "delivery:read")}
                drawer={isOf(line.item, found) && !eventsOpen ? <ProvenanceDrawer found={found} actor={actor} /> : null}
              />
            ),
          )}
      </ol>
      {timeline.nextCursor ? (
        <LinkButton href={casePath(found, { ...episode, before: timeline.nextCursor })} className="mt-3 ml-8">
          What came before
        </LinkButton>
      ) : null}
    </section>
  );
}

/** Whether an effect stands on the message that brought the status shown. */
function isOf(item: TimelineItem, { provenance }: FoundCase): boolean {
  return item.kind === "effect" && item.messageId !== null && item.messageId === provenance.messageId;
}

/** A run that succeeded at its first attempt is shown below its event; every other run has its own line. */
function isQuiet(item: TimelineItem): item is RunItem {
  return item.kind === "run" && item.state === "succeeded" && item.trigger === "receipt" && item.attempt === 1;
}

function keyOf(item: TimelineItem): string {
  return item.kind === "follow-up" ? `${item.kind}-${item.step}-${item.id}` : `${item.kind}-${item.id}`;
}

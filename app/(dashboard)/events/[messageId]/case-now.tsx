import { Flag } from "lucide-react";
import Link from "next/link";
import { Elapsed } from "#components/time";
import type { FoundEvent } from "#lib/events/find-event";
import { casePath } from "#lib/page-paths";
import { Step } from "./step.tsx";

/** The end of the timeline: the case's current state, and whether this event caused it. */
export function CaseNow({ event }: { event: FoundEvent }) {
  const { case: found } = event;
  if (!found) {
    return (
      <ol>
        <Step icon={Flag} title={<strong>No case</strong>}>
          <span>{event.refId === null ? "It is about no case." : "Its case is not projected yet."}</span>
        </Step>
      </ol>
    );
  }
  return (
    <ol>
      <Step
        icon={Flag}
        look="text-accent"
        title={
          <>
            <strong>
              <Link
                className="text-accent hover:underline"
                href={casePath({ source: event.source, refId: found.refId })}
              >
                The case
              </Link>
            </strong>
            is {found.status} now
          </>
        }
      >
        <span>
          For <Elapsed at={found.statusSince} />, {found.isSetByThis ? "because of this event." : "by another event."}
          {event.episode !== null && event.episode !== found.episode
            ? ` This event belongs to episode ${event.episode}, the case is in episode ${found.episode}.`
            : ""}
        </span>
      </Step>
    </ol>
  );
}

import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { LiveTopics } from "#components/live/live-topics";
import { PageHeader } from "#components/page-header";
import { Time } from "#components/time";
import { Card, CardBody } from "#components/ui/card";
import { Facts } from "#components/ui/facts";
import { isolateTexts, UserText } from "#components/ui/user-text";
import { requireActor } from "#lib/access/sessions/session";
import { eventsFilter } from "#lib/events/filter";
import { destinationPath, eventPath } from "#lib/page-paths";
import { may } from "#lib/permissions";
import { readFilter } from "#lib/query-params";
import { findReplay } from "#lib/replay/find-replay";
import { orNotFound } from "../../or-not-found.ts";
import { ReplayState } from "../replay-state.tsx";
import { CancelDialog } from "./cancel-dialog.tsx";
import { Progress } from "./progress.tsx";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Replay ${(await params).id}` };
}

export default async function ReplayPage({ params }: Props) {
  const actor = await requireActor("event:read");
  const { id } = await params;
  if (!/^\d{1,15}$/.test(id)) notFound();
  const replay = await orNotFound(findReplay(actor, { replayId: Number(id) }));
  // A recovery without a reason has its selection in place of it.
  const reason =
    replay.destination && replay.reason === replay.selection
      ? null
      : replay.reason || "Removed with the last of its events";
  return (
    <>
      <LiveTopics topics={["replays", "runs"]} />
      <PageHeader
        back={
          replay.destination ? (
            <Link href={destinationPath(replay.destination.id)}>
              <UserText>{replay.destination.name}</UserText>
            </Link>
          ) : (
            <Link href="/events">Events</Link>
          )
        }
        title={
          <span className="flex items-center gap-2">
            Replay {replay.id} <ReplayState state={replay.state} />
          </span>
        }
        description={reason}
        actions={
          replay.state === "running" && may(actor.role, "replay:cancel") ? (
            <CancelDialog replayId={replay.id} queued={replay.progress.queued} />
          ) : null
        }
      />
      <div className="grid gap-3 md:grid-cols-2">
        <Card title="Progress">
          <CardBody>
            <Progress progress={replay.progress} what={replay.destination ? "deliveries" : "runs"} />
          </CardBody>
        </Card>
        <Card title="What was asked">
          <CardBody>
            <Facts
              facts={[
                ["By", replay.requestedBy],
                ["Why", reason],
                replay.destination
                  ? ["Deliveries that", replay.selection]
                  : ["Events", replay.reason && <Selection key="selection" text={replay.selection} />],
                ["Started", <Time key="started" at={replay.createdAt} absolute />],
                ["Ended", replay.endedAt && <Time at={replay.endedAt} absolute />],
              ]}
            />
          </CardBody>
        </Card>
      </div>
    </>
  );
}

/** One message id, or the query of the events list. */
function Selection({ text }: { text: string }) {
  const { filter } = readFilter(eventsFilter, Object.fromEntries(new URLSearchParams(text)));
  const filtered = text === "" || Object.keys(filter).length > 0;
  return (
    <Link
      className="font-mono text-xs break-all text-accent hover:underline"
      href={filtered ? `/events?${text}` : eventPath({ messageId: text })}
    >
      {isolateTexts(text === "" ? "every event" : text)}
    </Link>
  );
}

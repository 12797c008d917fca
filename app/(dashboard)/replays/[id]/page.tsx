import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { LiveTopics } from "#components/live/live-topics";
import { PageHeader } from "#components/page-header";
import { Time } from "#components/time";
import { Card, CardBody } from "#components/ui/card";
import { Facts } from "#components/ui/facts";
import { requireActor } from "#lib/access/sessions/session";
import { may } from "#lib/permissions";
import type { Query } from "#lib/query-params";
import { findReplay } from "#lib/replay/find-replay";
import { listReplayRuns } from "#lib/replay/list-replay-runs";
import { PROGRESS_STATES } from "#lib/replay/progress";
import { orNotFound } from "../../or-not-found.ts";
import { numberOf, one } from "../../param.ts";
import { ReplayState } from "../replay-state.tsx";
import { Selection } from "../selection.tsx";
import { CancelDialog } from "./cancel-dialog.tsx";
import { Progress } from "./progress.tsx";
import { ReplayRuns } from "./replay-runs.tsx";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Query> };

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  return { title: `Replay ${(await params).id}` };
}

export default async function ReplayPage({ params, searchParams }: Props) {
  const actor = await requireActor("event:read");
  const { id } = await params;
  if (!/^\d{1,15}$/.test(id)) notFound();
  const query = await searchParams;
  const before = numberOf(one(query, "before"));
  const state = PROGRESS_STATES.find((known) => known === one(query, "state"));
  const replayId = Number(id);
  const [replay, runs] = await Promise.all([
    orNotFound(findReplay(actor, { replayId })),
    listReplayRuns(actor, { replayId, state, before }),
  ]);
  // A recovery without a reason has its selection in place of it.
  const reason =
    replay.destination && replay.reason === replay.selection
      ? null
      : replay.reason || "Removed with the last of its events";
  return (
    <>
      <LiveTopics topics={["replays", "runs"]} />
      <PageHeader
        back={<Link href="/replays">Replays</Link>}
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
                ["What", <Selection key="selection" replay={replay} />],
                ["Started", <Time key="started" at={replay.createdAt} absolute />],
                ["Ended", replay.endedAt && <Time at={replay.endedAt} absolute />],
              ]}
            />
          </CardBody>
        </Card>
      </div>
      <div className="mt-3">
        <ReplayRuns {...{ replay, runs, state, before }} />
      </div>
    </>
  );
}

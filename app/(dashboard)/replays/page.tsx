import { History } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { LiveTopics } from "#components/live/live-topics";
import { PageHeader } from "#components/page-header";
import { Time } from "#components/time";
import { LinkButton } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { UserText } from "#components/ui/user-text";
import { requireActor } from "#lib/access/sessions/session";
import type { Query } from "#lib/query-params";
import type { FoundReplay } from "#lib/replay/find-replay";
import { listReplays } from "#lib/replay/list-replays";
import type { ReplayProgress } from "#lib/replay/progress";
import { numberOf, one } from "../param.ts";
import { OUTCOMES, outcomeWord } from "./outcome-words.ts";
import { ReplayState } from "./replay-state.tsx";
import { Selection } from "./selection.tsx";

export const metadata: Metadata = { title: "Replays" };

const LISTED = 25;

export default async function ReplaysPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await requireActor("event:read");
  const before = numberOf(one(await searchParams, "before"));
  const found = await listReplays(actor, { before, limit: LISTED + 1 });
  const shown = found.slice(0, LISTED);
  const last = shown.at(-1)?.id;
  return (
    <>
      <LiveTopics topics={["replays", "runs"]} />
      <PageHeader
        title="Replays"
        description="What people ran or sent again, the last first: of events, of what gave up, and of deliveries."
      />
      <Card>
        {shown.length === 0 ? (
          <EmptyState icon={History} title="Nothing has been replayed">
            A replay starts from the events list, from one event, from a failure or from a destination.
          </EmptyState>
        ) : (
          <ul aria-label="Replays" className="divide-y divide-line">
            {shown.map((replay) => (
              <Line key={replay.id} replay={replay} />
            ))}
          </ul>
        )}
      </Card>
      <nav aria-label="More replays" className="mt-3 flex gap-2">
        {before === undefined ? null : <LinkButton href="/replays">Newest</LinkButton>}
        {found.length > LISTED && last !== undefined ? (
          <LinkButton href={`/replays?before=${last}`} className="ml-auto" rel="next">
            Older
          </LinkButton>
        ) : null}
      </nav>
    </>
  );
}

function Line({ replay }: { replay: FoundReplay }) {
  return (
    <li className="grid gap-1 px-3 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Link href={`/replays/${replay.id}`} className="font-medium hover:underline">
          Replay {replay.id}
        </Link>
        <ReplayState state={replay.state} />
        <span className="min-w-0">
          <Selection replay={replay} />
        </span>
        <span className="ml-auto text-xs text-muted">
          <UserText>{replay.requestedBy}</UserText>, <Time at={replay.createdAt} />
        </span>
      </div>
      {replay.reason === "" || replay.reason === replay.selection ? null : (
        <p className="line-clamp-2 text-muted">
          <UserText>{replay.reason}</UserText>
        </p>
      )}
      <Outcomes replay={replay} />
    </li>
  );
}

function Outcomes({ replay: { id, progress, destination } }: { replay: FoundReplay }) {
  const what = destination ? "deliveries" : "runs";
  const states = OUTCOMES.filter((state) => progress[state] > 0);
  return (
    <ul aria-label={`Outcomes of replay ${id}`} className="flex flex-wrap gap-x-3 text-xs">
      {states.map((state: keyof ReplayProgress) => (
        <li key={state}>
          <Link
            prefetch={false}
            href={`/replays/${id}?state=${state}`}
            className={`hover:underline ${state === "dead" ? "font-medium text-red" : "text-muted"}`}
          >
            {progress[state].toLocaleString("en")} {outcomeWord(state, what)}
          </Link>
        </li>
      ))}
    </ul>
  );
}

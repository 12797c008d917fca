import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { LiveTopics } from "#components/live";
import { may } from "#lib/access/permissions";
import { requireActor } from "#lib/access/session";
import { findCase } from "#lib/cases/find-case";
import { listPeople } from "#lib/cases/list-people";
import { timeline } from "#lib/cases/timeline";
import { caseTopic } from "#lib/live/topics";
import { orNotFound } from "../../or-not-found.ts";
import { textOfParam } from "../../param.ts";
import { CaseAside } from "./case-aside.tsx";
import { CaseHeader } from "./case-header.tsx";
import { CaseTimeline } from "./case-timeline.tsx";
import { NoteForm } from "./note-form.tsx";

type Props = {
  params: Promise<{ refId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: textOfParam((await params).refId) };
}

export default async function CasePage({ params, searchParams }: Props) {
  const actor = await requireActor("case:read");
  const query = await searchParams;
  const one = (name: string) => [query[name]].flat()[0] || undefined;
  const source = one("source") ?? "vove";
  const refId = textOfParam((await params).refId);
  const found = await orNotFound(findCase(actor, { source, refId, ...episodeOf(one("episode")) }));
  const of = { source, refId, ...(found.episodes.length > 1 ? { episode: found.episode } : {}) };
  const [told, people] = await Promise.all([
    orNotFound(timeline(actor, of, { cursor: one("before") })),
    may(actor.role, "case:assign") ? listPeople(actor) : [],
  ]);
  return (
    <>
      <LiveTopics topics={[caseTopic(source, refId)]} />
      <CaseHeader found={found} actor={actor} people={people} />
      <div className="grid min-w-0 items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <CaseAside found={found} actor={actor} people={people} />
        <div className="grid min-w-0 gap-3 lg:col-start-1 lg:row-start-1">
          {may(actor.role, "case:note") ? <NoteForm source={source} refId={refId} /> : null}
          <CaseTimeline found={found} told={told} actor={actor} />
        </div>
      </div>
    </>
  );
}

function episodeOf(text: string | undefined): { episode?: number } {
  if (text === undefined) return {};
  if (!/^[1-9]\d{0,5}$/.test(text)) notFound();
  return { episode: Number(text) };
}

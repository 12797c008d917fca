import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { LiveTopics } from "#components/live/live-topics";
import { visibleText } from "#components/ui/user-text";
import { requireActor } from "#lib/access/sessions/session";
import { listReads } from "#lib/audit/list-reads";
import { findCaseNeighbours } from "#lib/cases/board/find-case-neighbours";
import { findCase } from "#lib/cases/find-case";
import { listPeople } from "#lib/cases/list-people";
import { listTemplates } from "#lib/cases/list-templates";
import { timeline } from "#lib/cases/timeline/timeline";
import { caseTopic } from "#lib/live/topics";
import { refIdNamed } from "#lib/page-paths";
import { may } from "#lib/permissions";
import type { Query } from "#lib/query-params";
import { orNotFound } from "../../or-not-found.ts";
import { one, textOfParam } from "../../param.ts";
import { readList } from "../view.ts";
import { CaseAside } from "./case-aside.tsx";
import { CaseHeader } from "./case-header.tsx";
import { neighbourPath } from "./case-neighbours.tsx";
import { CaseTimeline } from "./case-timeline.tsx";
import { NoteForm } from "./note-form.tsx";

type Props = { params: Promise<{ refId: string }>; searchParams: Promise<Query> };

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  // In metadata, unlike in the page, path segments are decoded already.
  return { title: visibleText(refIdNamed((await params).refId, one(await searchParams, "refId"))) };
}

export default async function CasePage({ params, searchParams }: Props) {
  const actor = await requireActor("case:read");
  const query = await searchParams;
  const source = one(query, "source") ?? "vove";
  const refId = refIdNamed(textOfParam((await params).refId), one(query, "refId"));
  const found = await orNotFound(findCase(actor, { source, refId, ...episodeOf(one(query, "episode")) }));
  const of = { source, refId, ...(found.episodes.length > 1 ? { episode: found.episode } : {}) };
  const list = readList(one(query, "list"));
  const [timelinePage, people, templates, reads, neighbours] = await Promise.all([
    orNotFound(timeline(actor, of, { cursor: one(query, "before") })),
    may(actor.role, "case:assign") ? listPeople(actor) : [],
    may(actor.role, "case:flag") ? listTemplates(actor) : [],
    may(actor.role, "audit:read") ? listReads(actor, { source, refId }) : null,
    list && findCaseNeighbours(actor, list.filter, found, one(query, "at")),
  ]);
  const nextPath = list && neighbours?.next && neighbourPath(neighbours.next, list.text);
  return (
    <>
      <LiveTopics topics={[caseTopic(source, refId)]} />
      <CaseHeader
        list={list}
        neighbours={neighbours}
        found={found}
        actor={actor}
        people={people}
        templates={templates}
      />
      <div className="grid min-w-0 items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <CaseAside
          found={found}
          actor={actor}
          people={people}
          templates={templates}
          reads={reads}
          nextPath={nextPath}
        />
        <div className="grid min-w-0 gap-3 lg:col-start-1 lg:row-start-1">
          {may(actor.role, "case:note") ? <NoteForm source={source} refId={refId} /> : null}
          <CaseTimeline found={found} timeline={timelinePage} actor={actor} />
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

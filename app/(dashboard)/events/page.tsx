import { Inbox, SearchX } from "lucide-react";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { LiveTopics } from "#components/live/live-topics";
import { PageHeader } from "#components/page-header";
import { LinkButton } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { requireActor } from "#lib/access/sessions/session";
import type { UserActor } from "#lib/actor";
import { type EventsFilter, eventsFilter } from "#lib/events/filter";
import { listEvents } from "#lib/events/list-events";
import { may } from "#lib/permissions";
import { type Query, readFilter, writeFilter } from "#lib/query-params";
import { Refusal } from "#lib/refusal";
import { ReplayDialog } from "./_replay/replay-dialog.tsx";
import { EventFilter } from "./event-filter.tsx";
import { EventsList } from "./events-list.tsx";
import { eventsPath } from "./list-path.ts";

export const metadata: Metadata = { title: "Events" };

export default async function EventsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await requireActor("event:read");
  const query = await searchParams;
  const { filter, problems } = readFilter(eventsFilter, query);
  const cursor = [query.cursor].flat()[0];
  const { items, nextCursor } = await pageOrFirst(actor, filter, cursor);
  const list = writeFilter(eventsFilter, filter).toString();
  return (
    <>
      <LiveTopics topics={["events", "runs"]} />
      <PageHeader
        title="Events"
        help="effects"
        description="Every genuine message of the sender, the last stored first."
        actions={<Acts list={list} mayReplay={items.length > 0 && may(actor.role, "replay:start")} />}
      />
      <EventFilter filter={filter} problems={problems} />
      <Card className="mt-3">
        {items.length === 0 ? (
          <NoEvents actor={actor} filtered={list !== ""} />
        ) : (
          <EventsList events={items} list={list} full={nextCursor !== null} key={cursor} />
        )}
      </Card>
      <nav aria-label="More events" className="mt-3 flex gap-2">
        {cursor === undefined ? null : <LinkButton href={eventsPath(filter)}>Newest</LinkButton>}
        {nextCursor === null ? null : (
          <LinkButton href={eventsPath(filter, nextCursor)} className="ml-auto" rel="next">
            Older
          </LinkButton>
        )}
      </nav>
    </>
  );
}

function Acts({ list, mayReplay }: { list: string; mayReplay: boolean }) {
  return (
    <>
      <LinkButton href="/replays">Replays</LinkButton>
      {mayReplay ? (
        <>
          <ReplayDialog chosen={{ list, onlyFailed: "yes" }} label="Re-run the failed" />
          <ReplayDialog chosen={{ list }} label={list ? "Replay these" : "Replay all"} />
        </>
      ) : null}
    </>
  );
}

/** An invalid cursor, as from an edited address, leads to the first page. */
async function pageOrFirst(actor: UserActor, filter: EventsFilter, cursor: string | undefined) {
  try {
    return await listEvents(actor, filter, { cursor });
  } catch (error) {
    if (error instanceof Refusal && error.code === "invalid") redirect(eventsPath(filter));
    throw error;
  }
}

function NoEvents({ actor, filtered }: { actor: UserActor; filtered: boolean }) {
  if (filtered) {
    return (
      <EmptyState
        icon={SearchX}
        title="No event matches"
        actions={<LinkButton href="/events">Clear the filter</LinkButton>}
      >
        Search finds the beginning of a message id or of a case's refId, and words of a business's name in any order,
        without regard to accents and capitals; or where nothing begins so, any part of a refId or name, or a name that
        is written much like it.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={Inbox}
      title="No event has reached us yet"
      actions={
        may(actor.role, "source:read") ? (
          <LinkButton variant="primary" href="/settings/sources">
            Connect VOVE ID
          </LinkButton>
        ) : null
      }
    >
      Paste the endpoint's address at VOVE ID under Settings, Webhooks, and give us its signing secret. A signed test
      event then shows here within a second. What was sent and not believed is under Rejected.
    </EmptyState>
  );
}

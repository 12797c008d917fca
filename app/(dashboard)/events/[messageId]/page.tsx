import type { Metadata } from "next";
import { LiveTopics } from "#components/live/live-topics";
import { Card } from "#components/ui/card";
import { Notice } from "#components/ui/notice";
import { visibleText } from "#components/ui/user-text";
import { publicAddress } from "#lib/access/public-address";
import { requireActor } from "#lib/access/sessions/session";
import { messageIdNamed } from "#lib/page-paths";
import type { Query } from "#lib/query-params";
import { orNotFound } from "../../or-not-found.ts";
import { one, textOfParam } from "../../param.ts";
import { EventActs } from "./event-acts.tsx";
import { EventHeader } from "./event-header.tsx";
import { EventTabs, tabNamed } from "./event-tabs.tsx";
import { loadEventPage } from "./load-event-page.ts";
import { Removed } from "./removed.tsx";
import { Timeline } from "./timeline.tsx";

type Props = { params: Promise<{ messageId: string }>; searchParams: Promise<Query> };

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  // Here, unlike in the page, Next gives the parts of the path decoded.
  return { title: visibleText(messageIdNamed((await params).messageId, one(await searchParams, "messageId"))) };
}

export default async function EventPage({ params, searchParams }: Props) {
  const actor = await requireActor("event:read");
  const query = await searchParams;
  const messageId = messageIdNamed(textOfParam((await params).messageId), one(query, "messageId"));
  const list = one(query, "list") ?? "";
  const tab = tabNamed(one(query, "tab"));
  const show = one(query, "show") ?? "";
  const asked = { messageId, source: one(query, "source"), list, tab, show };
  const { event, body, neighbours, previous } = await orNotFound(loadEventPage(actor, asked));
  return (
    <>
      <LiveTopics topics={["events", "runs"]} />
      <EventHeader event={event} list={list} />
      <EventActs {...{ actor, event, body, neighbours, list }} origin={await publicAddress()} />
      {event.receipts.some(({ outcome }) => outcome === "payload_mismatch") ? (
        <Notice tone="red" title="The same message id came with other bytes" className="mb-3">
          It was signed with a secret we hold. The first bytes stand; the others are kept under Response. Retire the
          secret unless the sender can explain it.
        </Notice>
      ) : null}
      <Removed event={event} />
      <div className="grid items-start gap-3 xl:grid-cols-[22rem_minmax(0,1fr)]">
        <Card title="What happened">
          <Timeline event={event} />
        </Card>
        <EventTabs {...{ actor, event, body, previous, list, tab, show }} />
      </div>
    </>
  );
}

import { ShieldCheck } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { LiveTopics } from "#components/live/live-topics";
import { PageHeader } from "#components/page-header";
import { LinkButton } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { requireActor } from "#lib/access/sessions/session";
import {
  countRejectionCauses,
  listCountedRejections,
  listRejections,
  outlineRejections,
  type Rejection,
  type RejectionOutline,
} from "#lib/events/list-rejections";
import type { Page } from "#lib/events/paginate";
import { may } from "#lib/permissions";
import { Refusal } from "#lib/refusal";
import { WORDS } from "../_words.ts";
import { CauseCounts } from "./cause-counts.tsx";
import { OnlyCounted } from "./only-counted.tsx";
import { OutlineList } from "./outline-list.tsx";
import { rejectedPath } from "./rejected-path.ts";
import { RejectionsList } from "./rejections-list.tsx";

export const metadata: Metadata = { title: WORDS.rejections };

type Query = Record<string, string | string[] | undefined>;

export default async function RejectedPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await requireActor("rejection-outline:read");
  const query = await searchParams;
  const cause = [query.cause].flat()[0] || undefined;
  const cursor = [query.cursor].flat()[0];
  const whole = may(actor.role, "rejection:read");
  const [list, causes, counted] = await Promise.all([
    whole
      ? pageOrFirst(cause, () => listRejections(actor, cause, { cursor })).then(wholeList)
      : pageOrFirst(cause, () => outlineRejections(actor, cause, { cursor })).then(outlineList),
    countRejectionCauses(actor),
    whole ? listCountedRejections(actor) : [],
  ]);
  return (
    <>
      <LiveTopics topics={["rejections"]} />
      <PageHeader
        title={WORDS.rejections}
        help="words"
        description={
          whole
            ? "Requests to our endpoints that could not be verified: kept with their cause, their headers and the first 4 KiB."
            : "Requests to our endpoints that could not be verified, with their cause. What they held is for engineers."
        }
      />
      <CauseCounts causes={causes} current={cause} />
      <Card className="mt-3">
        {list.rows === null ? <NothingRefused cause={cause} mayReadEvents={whole} /> : list.rows}
      </Card>
      <nav aria-label="More refused requests" className="mt-3 flex gap-2">
        {cursor === undefined ? null : <LinkButton href={rejectedPath(cause)}>Newest</LinkButton>}
        {list.nextCursor === null ? null : (
          <LinkButton href={rejectedPath(cause, list.nextCursor)} className="ml-auto" rel="next">
            Older
          </LinkButton>
        )}
      </nav>
      <OnlyCounted counted={counted} />
    </>
  );
}

function NothingRefused({ cause, mayReadEvents }: { cause: string | undefined; mayReadEvents: boolean }) {
  return (
    <EmptyState
      icon={ShieldCheck}
      title={cause === undefined ? "Nothing was refused" : "No request was refused for this cause"}
      actions={cause === undefined ? null : <LinkButton href="/rejected">Show every cause</LinkButton>}
    >
      If VOVE ID says that it sent something and it is neither here nor among the{" "}
      {mayReadEvents ? (
        <Link href="/events" className="text-accent underline">
          events
        </Link>
      ) : (
        "messages of a case"
      )}
      , it never reached this machine.
    </EmptyState>
  );
}

type Listed = { rows: ReactNode; nextCursor: string | null };

function wholeList({ items, nextCursor }: Page<Rejection>): Listed {
  return { rows: items.length > 0 ? <RejectionsList rejections={items} now={new Date()} /> : null, nextCursor };
}

function outlineList({ items, nextCursor }: Page<RejectionOutline>): Listed {
  return { rows: items.length > 0 ? <OutlineList rejections={items} /> : null, nextCursor };
}

/** An invalid cursor, as from an edited address, leads to the first page. */
async function pageOrFirst<List>(cause: string | undefined, list: () => Promise<List>): Promise<List> {
  try {
    return await list();
  } catch (error) {
    if (error instanceof Refusal && error.code === "invalid") redirect(rejectedPath(cause));
    throw error;
  }
}

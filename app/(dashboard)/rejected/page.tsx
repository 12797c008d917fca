import { ShieldCheck } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { LiveTopics } from "#components/live/live-topics";
import { PageHeader } from "#components/page-header";
import { LinkButton } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { requireActor } from "#lib/access/sessions/session";
import type { UserActor } from "#lib/actor";
import { countRejectionCauses, listCountedRejections, listRejections } from "#lib/events/list-rejections";
import { Refusal } from "#lib/refusal";
import { WORDS } from "../_words.ts";
import { CauseCounts } from "./cause-counts.tsx";
import { OnlyCounted } from "./only-counted.tsx";
import { rejectedPath } from "./rejected-path.ts";
import { RejectionsList } from "./rejections-list.tsx";

export const metadata: Metadata = { title: WORDS.rejections };

type Query = Record<string, string | string[] | undefined>;

export default async function RejectedPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await requireActor("rejection:read");
  const query = await searchParams;
  const cause = [query.cause].flat()[0] || undefined;
  const cursor = [query.cursor].flat()[0];
  const [{ items, nextCursor }, causes, counted] = await Promise.all([
    pageOrFirst(actor, cause, cursor),
    countRejectionCauses(actor),
    listCountedRejections(actor),
  ]);
  return (
    <>
      <LiveTopics topics={["rejections"]} />
      <PageHeader
        title={WORDS.rejections}
        description="Requests to our endpoints that could not be verified: kept with their cause, their headers and the first 4 KiB."
      />
      <CauseCounts causes={causes} current={cause} />
      <Card className="mt-3">
        {items.length === 0 ? (
          <EmptyState
            icon={ShieldCheck}
            title={cause === undefined ? "Nothing was refused" : "No request was refused for this cause"}
            actions={cause === undefined ? null : <LinkButton href="/rejected">Show every cause</LinkButton>}
          >
            If VOVE ID says that it sent something and it is neither here nor among the{" "}
            <Link href="/events" className="text-accent underline">
              events
            </Link>
            , it never reached this machine.
          </EmptyState>
        ) : (
          <RejectionsList rejections={items} now={new Date()} />
        )}
      </Card>
      <nav aria-label="More refused requests" className="mt-3 flex gap-2">
        {cursor === undefined ? null : <LinkButton href={rejectedPath(cause)}>Newest</LinkButton>}
        {nextCursor === null ? null : (
          <LinkButton href={rejectedPath(cause, nextCursor)} className="ml-auto" rel="next">
            Older
          </LinkButton>
        )}
      </nav>
      <OnlyCounted counted={counted} />
    </>
  );
}

/** An invalid cursor, as from an edited address, leads to the first page. */
async function pageOrFirst(actor: UserActor, cause: string | undefined, cursor: string | undefined) {
  try {
    return await listRejections(actor, cause, { cursor });
  } catch (error) {
    if (error instanceof Refusal && error.code === "invalid") redirect(rejectedPath(cause));
    throw error;
  }
}

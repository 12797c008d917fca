import type { Metadata } from "next";
import { LiveTopics } from "#components/live/live-topics";
import { PageHeader } from "#components/page-header";
import { LinkButton } from "#components/ui/button";
import { requireActor } from "#lib/access/sessions/session";
import { listUnsentLetters } from "#lib/letters/list-unsent-letters";
import { findMailServer } from "#lib/settings/mail-server";
import { ServerCard } from "./server-card.tsx";
import { UnsentLetters } from "./unsent-letters.tsx";

export const metadata: Metadata = { title: "Mail" };

type Query = Record<string, string | string[] | undefined>;

export default async function MailPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await requireActor("smtp:test");
  const cursor = cursorOf((await searchParams).cursor);
  const { items, nextCursor } = await listUnsentLetters(actor, cursor);
  return (
    <>
      <LiveTopics topics={["runs", "settings"]} />
      <PageHeader
        title="Mail"
        description="Letters to businesses whose case was rejected: where they leave by, and those that did not."
      />
      <div className="grid gap-3">
        <ServerCard server={await findMailServer(actor)} />
        <UnsentLetters letters={items} />
      </div>
      <nav aria-label="More letters" className="mt-3 flex gap-2">
        {cursor === undefined ? null : <LinkButton href="/settings/mail">Newest</LinkButton>}
        {nextCursor === null ? null : (
          <LinkButton href={`/settings/mail?cursor=${nextCursor}`} className="ml-auto" rel="next">
            Older
          </LinkButton>
        )}
      </nav>
    </>
  );
}

/** An invalid cursor shows the first page. */
function cursorOf(given: string | string[] | undefined): number | undefined {
  const id = Number([given].flat()[0]);
  return Number.isSafeInteger(id) && id > 0 ? id : undefined;
}

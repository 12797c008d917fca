import type { Metadata } from "next";
import { LiveTopics } from "#components/live/live-topics";
import { PageHeader } from "#components/page-header";
import { publicAddress } from "#lib/access/public-address";
import { requireActor } from "#lib/access/sessions/session";
import { listSources } from "#lib/sources/list-sources";
import { AddSource } from "./add-source.tsx";
import { SourceCard } from "./source-card.tsx";

export const metadata: Metadata = { title: "Sources" };

export default async function SourcesPage() {
  const actor = await requireActor("source:read");
  const sources = await listSources(actor, await publicAddress());
  return (
    <>
      <LiveTopics topics={["settings"]} />
      <PageHeader
        title="Sources"
        description="Each is one webhook endpoint of ours and the secrets that may sign for it."
        actions={<AddSource />}
      />
      <div className="grid gap-3">
        {sources.map((source) => (
          <SourceCard key={source.slug} source={source} />
        ))}
      </div>
    </>
  );
}

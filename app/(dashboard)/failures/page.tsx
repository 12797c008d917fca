import { CircleCheck } from "lucide-react";
import type { Metadata } from "next";
import { LiveTopics } from "#components/live/live-topics";
import { PageHeader } from "#components/page-header";
import { LinkButton } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { requireActor } from "#lib/access/sessions/session";
import { listFailures } from "#lib/failures/list-failures";
import { FailuresList } from "./failures-list.tsx";

export const metadata: Metadata = { title: "Failures" };

export default async function FailuresPage() {
  const actor = await requireActor("failure:read");
  const { failures, capped } = await listFailures(actor);
  return (
    <>
      <LiveTopics topics={["runs", "destinations"]} />
      <PageHeader
        title="Failures"
        help="words"
        description="What gave up, by action or destination and by its error: errors that differ only in ids, addresses and numbers count as one."
        actions={<LinkButton href="/replays">Replays</LinkButton>}
      />
      <Card>
        {failures.length === 0 ? (
          <EmptyState icon={CircleCheck} title="Nothing has given up">
            What fails is tried again for a day. What has failed for good then stands here, grouped by its error, and
            can be run again together.
          </EmptyState>
        ) : (
          <FailuresList failures={failures} />
        )}
      </Card>
      {capped ? (
        <p className="mt-3 text-muted">
          These are the {failures.length} last seen. There are more: run these again, or waive them, and the others
          show.
        </p>
      ) : null}
    </>
  );
}

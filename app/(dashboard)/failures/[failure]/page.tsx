import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { LiveTopics } from "#components/live/live-topics";
import { PageHeader } from "#components/page-header";
import { Time } from "#components/time";
import { LinkButton } from "#components/ui/button";
import { Card, CardBody } from "#components/ui/card";
import { Code } from "#components/ui/code";
import { Facts } from "#components/ui/facts";
import { UserText } from "#components/ui/user-text";
import { requireActor } from "#lib/access/sessions/session";
import { failureInput } from "#lib/failures/failure";
import { listFailedRuns } from "#lib/failures/list-failed-runs";
import { type Failure, findFailure } from "#lib/failures/list-failures";
import { destinationPath, failurePath } from "#lib/page-paths";
import { may } from "#lib/permissions";
import type { Query } from "#lib/query-params";
import { visible } from "../../_http/readable.ts";
import { orNotFound } from "../../or-not-found.ts";
import { numberOf, one } from "../../param.ts";
import { WhatGaveUp, waitingWords } from "../failure-words.tsx";
import { FailedRuns } from "./failed-runs.tsx";
import { RerunDialog } from "./rerun-dialog.tsx";
import { WaiveDialog } from "./waive-dialog.tsx";

export const metadata: Metadata = { title: "Failure" };

type Props = { params: Promise<{ failure: string }>; searchParams: Promise<Query> };

/** What gave up with one failure: the runs of one handler, or the deliveries to one destination. */
export default async function FailurePage({ params, searchParams }: Props) {
  const actor = await requireActor("failure:read");
  const query = await searchParams;
  const key = failureInput.safeParse({ ...(await params), handler: one(query, "handler") });
  if (!key.success) notFound();
  const before = numberOf(one(query, "before"));
  const [failure, runs] = await Promise.all([
    orNotFound(findFailure(actor, key.data)),
    listFailedRuns(actor, key.data, { before }),
  ]);
  const acts = failure.waiting > 0;
  return (
    <>
      <LiveTopics topics={["runs", "destinations"]} />
      <PageHeader
        back={<Link href="/failures">Failures</Link>}
        title={<WhatGaveUp of={failure} />}
        description={waitingWords(failure)}
        actions={
          acts ? (
            <>
              {may(actor.role, "failure:waive") ? <WaiveDialog failure={failure} /> : null}
              {may(actor.role, "failure:rerun") ? <RerunDialog failure={failure} /> : null}
            </>
          ) : null
        }
      />
      <div className="grid gap-3">
        <Card title="The error of the last">
          <CardBody className="grid gap-3">
            <pre className="max-h-48 overflow-auto font-mono text-xs whitespace-pre-wrap break-words">
              {visible(failure.error ?? "It left no error.")}
            </pre>
            <FailureFacts failure={failure} />
          </CardBody>
        </Card>
        <Card title={failure.destination ? "Deliveries" : "Events and cases"}>
          <FailedRuns runs={runs.items} destinationId={failure.destination?.id ?? null} />
        </Card>
        <nav aria-label="More runs" className="flex gap-2">
          {before === undefined ? null : <LinkButton href={failurePath(key.data)}>Newest</LinkButton>}
          {runs.next === null ? null : (
            <LinkButton className="ml-auto" rel="next" href={failurePath(key.data, { before: String(runs.next) })}>
              Older
            </LinkButton>
          )}
        </nav>
      </div>
    </>
  );
}

function FailureFacts({ failure }: { failure: Failure }) {
  const { destination, handler, runs, capped, lastDay, firstAt, lastAt } = failure;
  return (
    <Facts
      facts={[
        destination
          ? [
              "Destination",
              <Link key="destination" className="text-accent hover:underline" href={destinationPath(destination.id)}>
                <UserText>{destination.name}</UserText>
              </Link>,
            ]
          : ["Handler", <Code key="handler">{handler}</Code>],
        ["Gave up", `${runs.toLocaleString("en")}${capped ? "+" : ""}, ${lastDay.toLocaleString("en")} in 24 hours`],
        ["First", <Time key="first" at={firstAt} absolute />],
        ["Last", <Time key="last" at={lastAt} absolute />],
      ]}
    />
  );
}

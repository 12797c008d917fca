import type { Metadata } from "next";
import Link from "next/link";
import { LiveTopics } from "#components/live/live-topics";
import { PageHeader } from "#components/page-header";
import { publicAddress } from "#lib/access/public-address";
import { requireActor } from "#lib/access/sessions/session";
import type { Query } from "#lib/query-params";
import { listSources } from "#lib/sources/list-sources";
import { one } from "../../param.ts";
import { DestinationFields } from "../_form/destination-fields.tsx";
import { latestTest } from "../latest-test.ts";
import { AddDestination } from "./add-destination.tsx";

export const metadata: Metadata = { title: "Add a destination" };

export default async function AddDestinationPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await requireActor("destination:add");
  // The one just added, whose secret this page still shows.
  const added = one(await searchParams, "added");
  const sources = await listSources(actor, await publicAddress());
  return (
    <>
      <LiveTopics topics={["destinations", "runs"]} />
      <PageHeader
        back={<Link href="/destinations">Destinations</Link>}
        title="Add a destination"
        description={
          <>
            A service of yours that is told what happens here.{" "}
            <Link href="/destinations/catalogue" className="underline">
              Event catalogue
            </Link>
          </>
        }
      />
      <AddDestination latestTest={added === undefined ? null : await latestTest(actor, added)}>
        <DestinationFields sources={sources} />
      </AddDestination>
    </>
  );
}

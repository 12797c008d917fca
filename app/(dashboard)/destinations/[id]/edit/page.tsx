import type { Metadata } from "next";
import Link from "next/link";
import { PageHeader } from "#components/page-header";
import { Card, CardBody } from "#components/ui/card";
import { UserText } from "#components/ui/user-text";
import { publicAddress } from "#lib/access/public-address";
import { requireActor } from "#lib/access/sessions/session";
import { destinationPath } from "#lib/page-paths";
import { listSources } from "#lib/sources/list-sources";
import { DestinationFields } from "../../_form/destination-fields.tsx";
import { loadDestination } from "../load-destination.ts";
import { ChangeDestination } from "./change-destination.tsx";

export const metadata: Metadata = { title: "Edit a destination" };

export default async function EditDestinationPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await requireActor("destination:change");
  const destination = await loadDestination(actor, (await params).id);
  const sources = await listSources(actor, await publicAddress());
  return (
    <>
      <PageHeader
        back={
          <Link href={destinationPath(destination.id)}>
            <UserText>{destination.name}</UserText>
          </Link>
        }
        title="Edit the destination"
        description="Deliveries that were written before keep their bytes, and go to the new URL."
      />
      <Card className="max-w-3xl">
        <CardBody>
          <ChangeDestination destinationId={destination.id}>
            <DestinationFields destination={destination} sources={sources} />
          </ChangeDestination>
        </CardBody>
      </Card>
    </>
  );
}

import { Plus } from "lucide-react";
import type { Metadata } from "next";
import { LiveTopics } from "#components/live/live-topics";
import { PageHeader } from "#components/page-header";
import { LinkButton } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { requireActor } from "#lib/access/sessions/session";
import { listDestinations } from "#lib/destinations/read-destinations";
import { may } from "#lib/permissions";
import { DestinationsList } from "./destinations-list.tsx";
import { FirstDestination } from "./first-destination.tsx";

export const metadata: Metadata = { title: "Destinations" };

export default async function DestinationsPage() {
  const actor = await requireActor("destination:read");
  const destinations = await listDestinations(actor);
  const mayAdd = may(actor.role, "destination:add");
  return (
    <>
      <LiveTopics topics={["destinations", "runs"]} />
      <PageHeader
        title="Destinations"
        description="Your own services that Casewire tells what happens here, by signed requests."
        actions={
          <>
            <LinkButton href="/destinations/catalogue">Event catalogue</LinkButton>
            {mayAdd && destinations.length > 0 ? (
              <LinkButton variant="primary" href="/destinations/new">
                <Plus aria-hidden="true" />
                Add destination
              </LinkButton>
            ) : null}
          </>
        }
      />
      <Card>
        {destinations.length === 0 ? (
          <FirstDestination mayAdd={mayAdd} />
        ) : (
          <DestinationsList destinations={destinations} />
        )}
      </Card>
    </>
  );
}

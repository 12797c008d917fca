import type { Metadata } from "next";
import Link from "next/link";
import { LiveTopics } from "#components/live/live-topics";
import { PageHeader } from "#components/page-header";
import { Time } from "#components/time";
import { Card } from "#components/ui/card";
import { CopyButton } from "#components/ui/copy-button";
import { Tabs } from "#components/ui/tabs";
import { UserText } from "#components/ui/user-text";
import { requireActor } from "#lib/access/sessions/session";
import type { UserActor } from "#lib/actor";
import type { FoundDestination } from "#lib/destinations/read-destinations";
import { destinationPath } from "#lib/page-paths";
import type { Query } from "#lib/query-params";
import { one } from "../../param.ts";
import { DestinationState, whyDisabled } from "../destination-state.tsx";
import { FORMAT_WORDS } from "../destination-words.ts";
import { latestTest } from "../latest-test.ts";
import { Configuration } from "./configuration.tsx";
import { DeliveriesTab } from "./deliveries-tab.tsx";
import { DestinationActs } from "./destination-acts.tsx";
import { DestinationFigures } from "./destination-figures.tsx";
import { loadDestination } from "./load-destination.ts";
import { RecoveryTab } from "./recovery-tab.tsx";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Query> };

export const metadata: Metadata = { title: "Destination" };

const TABS = { deliveries: "Deliveries", configuration: "Configuration", recovery: "Recovery" };

export default async function DestinationPage({ params, searchParams }: Props) {
  const actor = await requireActor("destination:read");
  const destination = await loadDestination(actor, (await params).id);
  const query = await searchParams;
  const tab = one(query, "tab") ?? "deliveries";
  return (
    <>
      <LiveTopics topics={["destinations", "runs", "replays"]} />
      <Header destination={destination} />
      <DestinationActs actor={actor} destination={destination} latestTest={await latestTest(actor, destination.id)} />
      <DestinationFigures destination={destination} />
      <Card>
        <div className="px-3">
          <Tabs
            label="Destination"
            tabs={Object.entries(TABS).map(([name, label]) => ({
              href: destinationPath(destination.id, name === "deliveries" ? {} : { tab: name }),
              label,
              current: name === tab || (name === "deliveries" && !Object.hasOwn(TABS, tab)),
            }))}
          />
        </div>
        <Shown {...{ actor, destination, tab, query }} />
      </Card>
    </>
  );
}

type Shown = { actor: UserActor; destination: FoundDestination; tab: string; query: Query };

function Shown({ actor, destination, tab, query }: Shown) {
  switch (tab) {
    case "configuration":
      return <Configuration actor={actor} destination={destination} />;
    case "recovery":
      return <RecoveryTab actor={actor} destination={destination} />;
    default:
      return <DeliveriesTab actor={actor} destinationId={destination.id} query={query} />;
  }
}

function Header({ destination }: { destination: FoundDestination }) {
  const { name, url, format, createdBy, createdAt } = destination;
  const why = whyDisabled(destination);
  return (
    <PageHeader
      back={<Link href="/destinations">Destinations</Link>}
      title={
        <span className="flex flex-wrap items-center gap-2">
          <UserText>{name}</UserText>
          <DestinationState destination={destination} />
        </span>
      }
      description={
        <span className="grid gap-1">
          {why === undefined ? null : (
            <span>
              Since <Time at={destination.stateAt} absolute className="" />. <UserText>{why}</UserText>
            </span>
          )}
          <span className="flex items-center gap-1">
            <code className="min-w-0 font-mono text-xs break-all">{url}</code>
            <CopyButton text={url} label="Copy the URL" className="size-6" />
          </span>
          <span>
            {FORMAT_WORDS[format]}, added by <UserText>{createdBy}</UserText> <Time at={createdAt} />
          </span>
        </span>
      }
    />
  );
}

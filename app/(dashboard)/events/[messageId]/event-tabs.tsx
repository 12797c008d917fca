import { Card, CardBody } from "#components/ui/card";
import { Tabs } from "#components/ui/tabs";
import type { UserActor } from "#lib/actor";
import type { FoundEvent } from "#lib/events/find-event";
import type { KeptBody } from "#lib/events/read-body";
import { eventPath } from "#lib/page-paths";
import { may } from "#lib/permissions";
import { AuditTab } from "./_tabs/audit-tab.tsx";
import { BodyTab } from "./_tabs/body-tab.tsx";
import { DeliveriesTab } from "./_tabs/deliveries-tab.tsx";
import { HeadersTab } from "./_tabs/headers-tab.tsx";
import { ResponseTab } from "./_tabs/response-tab.tsx";
import { RunsTab } from "./_tabs/runs-tab.tsx";

type Props = {
  actor: UserActor;
  event: FoundEvent;
  body: Buffer;
  previous: KeptBody | undefined;
  list: string;
  tab: string;
  show: string;
};

const TABS = {
  body: "Body",
  headers: "Headers",
  response: "Response",
  runs: "Runs",
  deliveries: "Deliveries",
  audit: "Audit",
};

/** The tab that the address names; the body where it names none of ours. */
export function tabNamed(name: string | undefined): string {
  return name !== undefined && Object.hasOwn(TABS, name) ? name : "body";
}

export function EventTabs(props: Props) {
  const { event, list } = props;
  const counts: Record<string, number> = {
    headers: event.receiptCount,
    response: event.receiptCount,
    runs: event.runs.length,
    deliveries: event.deliveries.length,
  };
  return (
    <Card>
      <div className="px-3">
        <Tabs
          label="Event"
          tabs={Object.entries(TABS).map(([tab, label]) => ({
            href: eventPath(event, { list, ...(tab === "body" ? {} : { tab }) }),
            label,
            count: counts[tab],
            current: tab === props.tab,
          }))}
        />
      </div>
      <CardBody>
        <Shown {...props} />
      </CardBody>
    </Card>
  );
}

function Shown({ actor, event, body, previous, list, tab, show }: Props) {
  switch (tab) {
    case "headers":
      return <HeadersTab receipts={event.receipts} />;
    case "response":
      return <ResponseTab event={event} />;
    case "runs":
      return <RunsTab event={event} maySettle={may(actor.role, "effect:settle")} />;
    case "deliveries":
      return <DeliveriesTab event={event} />;
    case "audit":
      return <AuditTab actor={actor} event={event} />;
    default:
      return <BodyTab event={event} body={body} previous={previous} list={list} show={show || "pretty"} />;
  }
}

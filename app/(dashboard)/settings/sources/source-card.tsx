import { CircleHelp } from "lucide-react";
import { Badge } from "#components/ui/badge";
import { Card, CardBody } from "#components/ui/card";
import { CopyButton } from "#components/ui/copy-button";
import { Facts } from "#components/ui/facts";
import { type ListedSource, NEWEST } from "#lib/sources/list-sources";
import { AddSecret } from "./add-secret.tsx";
import { HowToConnect } from "./how-to-connect.tsx";
import { SecretsTable } from "./secrets-table.tsx";
import { TestEvent } from "./test-event.tsx";

/** One source: its endpoint, the event types it expects, its secrets, and whether it works. */
export function SourceCard({ source }: { source: ListedSource }) {
  const signs = source.secrets.some((secret) => !secret.over);
  return (
    <Card title={`${source.name} (${source.slug})`} actions={<AddSecret source={source.slug} />}>
      <CardBody className="grid gap-3">
        <Facts
          facts={[
            [
              "Endpoint",
              <span key="url" className="flex min-w-0 items-center gap-1">
                <code className="truncate font-mono text-xs">{source.url}</code>
                <CopyButton text={source.url} label={`Copy the endpoint of ${source.slug}`} />
              </span>,
            ],
            [
              "Expected",
              <span key="types" className="flex flex-wrap gap-1">
                {source.expectedTypes.map((type) => (
                  <Badge key={type} tone="outline">
                    {type}
                  </Badge>
                ))}
              </span>,
            ],
            ["Also came", source.unexpected.length > 0 && <Unexpected unexpected={source.unexpected} />],
          ]}
        />
        <HowToConnect open={!signs} source={source} />
      </CardBody>
      <SecretsTable source={source} />
      <CardBody className="border-t border-line">
        <TestEvent source={source.slug} ready={signs} />
      </CardBody>
    </Card>
  );
}

function Unexpected({ unexpected }: { unexpected: ListedSource["unexpected"] }) {
  return (
    <span className="flex flex-wrap gap-1">
      {unexpected.map(({ type, count }) => (
        <Badge
          key={type}
          tone="amber"
          title={`Among the newest ${NEWEST.toLocaleString("en")} events of all sources. They are kept all the same.`}
        >
          <CircleHelp aria-hidden="true" />
          {type} · {count.toLocaleString("en")}
        </Badge>
      ))}
    </span>
  );
}

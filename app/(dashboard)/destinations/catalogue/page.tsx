import type { Metadata } from "next";
import Link from "next/link";
import { JsonView } from "#components/json-view";
import { PageHeader } from "#components/page-header";
import { Badge } from "#components/ui/badge";
import { Card, CardBody } from "#components/ui/card";
import { CopyButton } from "#components/ui/copy-button";
import { requireActor } from "#lib/access/sessions/session";
import { AS_RECEIVED_TYPES, OUTGOING_TYPE_NAMES, OUTGOING_TYPES, type OutgoingType } from "#lib/outgoing/event-types";
import { exampleBody } from "#lib/outgoing/example-body";
import { AboutType } from "../about-type.tsx";
import { groupedTypes } from "../event-type-groups.ts";
import { Formats } from "./formats.tsx";

export const metadata: Metadata = { title: "Event catalogue" };

export default async function CataloguePage() {
  await requireActor("destination:read");
  return (
    <>
      <PageHeader
        back={<Link href="/destinations">Destinations</Link>}
        title="Event catalogue"
        description="Every type of event that destinations are told of, and how its requests look."
      />
      <div className="grid max-w-4xl gap-3">
        <Card title="Formats">
          <CardBody>
            <Formats />
          </CardBody>
        </Card>
        {groupedTypes(OUTGOING_TYPE_NAMES).map(({ label, types }) => (
          <Card key={label} title={label}>
            <ul className="divide-y divide-line">
              {types.map((type) => (
                <Type key={type} type={type} />
              ))}
            </ul>
          </Card>
        ))}
      </div>
    </>
  );
}

function Type({ type }: { type: OutgoingType }) {
  const { ofCase } = OUTGOING_TYPES[type];
  const example = exampleBody(type, { personalData: true });
  return (
    <li className="grid gap-1.5 px-3 py-2.5">
      <div className="flex flex-wrap items-center gap-2">
        <h3 id={type} className="font-mono text-xs font-medium">
          {type}
        </h3>
        {AS_RECEIVED_TYPES.includes(type) ? <Badge tone="outline">also as received</Badge> : null}
      </div>
      <p className="text-muted">
        <AboutType type={type} />
      </p>
      <details>
        <summary className="w-fit cursor-pointer text-xs text-accent">Example</summary>
        <div className="mt-1.5 flex items-start gap-2 rounded-md border border-line bg-canvas p-2">
          <div className="min-w-0 flex-1">
            <JsonView value={example} depth={4} />
          </div>
          <CopyButton text={JSON.stringify(example, null, 2)} label={`Copy the example of ${type}`} />
        </div>
        {ofCase ? (
          <p className="mt-1 text-xs text-faint">
            <code>personal</code> is there for destinations with personal data alone.
          </p>
        ) : null}
      </details>
    </li>
  );
}

import type { Metadata } from "next";
import Link from "next/link";
import { PageHeader } from "#components/page-header";
import { Badge } from "#components/ui/badge";
import { Card } from "#components/ui/card";
import { Code } from "#components/ui/code";
import { requireActor } from "#lib/access/sessions/session";
import { may } from "#lib/permissions";
import { OperationView } from "./operation-view.tsx";
import { operationsForPeople } from "./operations-for-people.ts";

export const metadata: Metadata = { title: "API" };

export default async function ApiPage() {
  const actor = await requireActor("case:read");
  const groups = operationsForPeople();
  return (
    <>
      <PageHeader
        back={<Link href="/help">Help</Link>}
        title="API"
        description="Every route, made of the schemas that the routes themselves read and answer."
        actions={<Badge tone="outline">OpenAPI 3.1</Badge>}
      />
      <div className="grid gap-3 lg:grid-cols-[11rem_minmax(0,1fr)]">
        <nav aria-label="Groups" className="lg:sticky lg:top-4 lg:self-start">
          <ul className="flex flex-wrap gap-x-4 gap-y-1 lg:grid">
            {groups.map(({ group }) => (
              <li key={group}>
                <a href={`#${anchorOf(group)}`} className="text-muted hover:text-accent">
                  {group}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div className="grid max-w-4xl gap-3">
          <p className="max-w-prose text-muted">
            A request bears an API token, <Code>Authorization: Bearer …</Code>, which{" "}
            {may(actor.role, "token:issue") ? (
              <Link className="underline" href="/settings/tokens">
                you issue
              </Link>
            ) : (
              "an admin issues"
            )}
            . The same description for programs is at <Code>GET /api/v1/openapi.json</Code>. Fields are added, and none
            is renamed.
          </p>
          {groups.map(({ group, operations }) => (
            <Card key={group} id={anchorOf(group)} title={group}>
              <ul className="divide-y divide-line">
                {operations.map((operation) => (
                  <OperationView key={operation.id} operation={operation} />
                ))}
              </ul>
            </Card>
          ))}
        </div>
      </div>
    </>
  );
}

function anchorOf(group: string): string {
  return group.toLowerCase().replaceAll(" ", "-");
}

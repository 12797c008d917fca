import { ScrollText, SearchX } from "lucide-react";
import type { Metadata } from "next";
import { PageHeader } from "#components/page-header";
import { LinkButton } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { Notice } from "#components/ui/notice";
import { requireActor } from "#lib/access/sessions/session";
import { entriesFilter } from "#lib/audit/filter";
import { listActors, listEntries } from "#lib/audit/list-entries";
import { readCheckpoint } from "#lib/audit/read-checkpoint";
import { readRoleWarning } from "#lib/audit/role-warning";
import { type Query, readFilter, writeFilter } from "#lib/query-params";
import { exportAuditAction } from "../exports/actions.ts";
import { ExportDialog } from "../exports/export-form.tsx";
import { auditPath } from "./audit-path.ts";
import { CheckpointCard } from "./checkpoint-card.tsx";
import { EntryFilter } from "./entry-filter.tsx";
import { EntryLine } from "./entry-line.tsx";
import { VerifyForm } from "./verify-form.tsx";

export const metadata: Metadata = { title: "Audit" };

export default async function AuditPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await requireActor("audit:read");
  const query = await searchParams;
  const { filter, problems } = readFilter(entriesFilter, query);
  const before = beforeOf(query);
  const [{ entries, next }, actors, roleWarning, checkpoint] = await Promise.all([
    listEntries(actor, filter, { before }),
    listActors(actor),
    readRoleWarning(actor),
    readCheckpoint(actor),
  ]);
  return (
    <>
      <PageHeader
        title="Audit"
        description="Every act of a person, token or job, the newest first. Nothing here can be changed; what people wrote can be erased."
        actions={
          <ExportDialog
            title="Export these entries"
            description="Every entry that the filter finds, the newest first, with what people wrote."
            action={exportAuditAction}
            label="Export these entries"
            filter={Object.fromEntries(writeFilter(entriesFilter, filter))}
          />
        }
      />
      <div className="grid gap-3">
        {roleWarning ? (
          <Notice tone="amber" title="This log is not protected from the application's own database role">
            {roleWarning}
          </Notice>
        ) : null}
        <CheckpointCard checkpoint={checkpoint} />
        <VerifyForm />
        <EntryFilter filter={filter} problems={problems} actors={actors} />
        <Card>
          {entries.length === 0 ? (
            <NoEntries filtered={Object.keys(filter).length > 0} />
          ) : (
            <ul className="divide-y divide-line">
              {entries.map((entry) => (
                <li key={entry.id}>
                  <EntryLine entry={entry} unsigned={checkpoint !== null && entry.id > checkpoint.size} />
                </li>
              ))}
            </ul>
          )}
        </Card>
        <nav aria-label="More entries" className="flex gap-2">
          {before === undefined ? null : <LinkButton href={auditPath(filter)}>Newest</LinkButton>}
          {next === null ? null : (
            <LinkButton href={auditPath(filter, next)} className="ml-auto" rel="next">
              Older
            </LinkButton>
          )}
        </nav>
      </div>
    </>
  );
}

/** A `before` that is no entry's id shows the newest entries. */
function beforeOf(query: Query): number | undefined {
  const given = [query.before].flat()[0] ?? "";
  return /^\d{1,15}$/.test(given) ? Number(given) : undefined;
}

function NoEntries({ filtered }: { filtered: boolean }) {
  if (!filtered) return <EmptyState icon={ScrollText} title="Nobody has done anything yet" />;
  return (
    <EmptyState
      icon={SearchX}
      title="No entry matches"
      actions={<LinkButton href="/audit">Clear the filter</LinkButton>}
    />
  );
}

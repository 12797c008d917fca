import type { Metadata } from "next";
import { Suspense } from "react";
import { LiveTopics } from "#components/live/live-topics";
import { PageHeader } from "#components/page-header";
import { LinkButton } from "#components/ui/button";
import { Card, CardBody } from "#components/ui/card";
import { Field } from "#components/ui/field";
import { Select } from "#components/ui/select";
import { requireActor } from "#lib/access/sessions/session";
import type { UserActor } from "#lib/actor";
import { listPeople } from "#lib/cases/list-people";
import { listExports } from "#lib/exports/list-exports";
import { may } from "#lib/permissions";
import { currentPreferences } from "#lib/preferences/current-preferences";
import type { Query } from "#lib/query-params";
import { dayIn } from "#lib/zone-time";
import { STATUS_WORDS } from "../_words.ts";
import { exportAuditAction, exportDecisionsAction } from "./actions.ts";
import { ExportForm } from "./export-form.tsx";
import { ExportsList } from "./exports-list.tsx";
import { ExportsSkeleton } from "./exports-skeleton.tsx";
import { PeriodFields } from "./period-fields.tsx";
import { usualPeriods } from "./periods.ts";

export const metadata: Metadata = { title: "Exports" };

export default async function ExportsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await requireActor("export:read");
  const before = [(await searchParams).before].flat()[0] ?? "";
  return (
    <>
      <LiveTopics topics={["exports"]} />
      <PageHeader
        title="Exports"
        help="words"
        description="Decisions, lists and audit entries as files. Each export is an entry of the audit log, with who took it."
      />
      <Suspense fallback={<ExportsSkeleton />}>
        <Exports actor={actor} before={before} />
      </Suspense>
    </>
  );
}

async function Exports({ actor, before }: { actor: UserActor; before: string }) {
  const [{ items, next }, people, { zone }] = await Promise.all([
    listExports(actor, { before: /^\d{1,15}$/.test(before) ? Number(before) : undefined }),
    listPeople(actor),
    currentPreferences(),
  ]);
  const periods = usualPeriods(dayIn(zone, new Date()));
  return (
    <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,22rem)_minmax(0,1fr)]">
      <div className="grid gap-3">
        <Card title="Export decisions">
          <CardBody>
            <ExportForm action={exportDecisionsAction} label="Export decisions">
              <p className="text-muted">
                Each onboarding that was completed or rejected: what it stands on, and what followed from it.
              </p>
              <PeriodFields periods={periods} />
              <Field name="status" label="Decision">
                <Select defaultValue="">
                  <option value="">Both</option>
                  <option value="COMPLETED">{STATUS_WORDS.COMPLETED}</option>
                  <option value="REJECTED">{STATUS_WORDS.REJECTED}</option>
                </Select>
              </Field>
            </ExportForm>
          </CardBody>
        </Card>
        <Card title="Export audit">
          <CardBody>
            <ExportForm action={exportAuditAction} label="Export audit">
              <p className="text-muted">
                Who did what, as a list to read. The audit page exports what its filter shows.
              </p>
              <PeriodFields periods={periods} />
            </ExportForm>
          </CardBody>
        </Card>
      </div>
      <div className="grid gap-3">
        <ExportsList items={items} names={new Map(people.map(({ id, name }) => [id, name]))} />
        <nav aria-label="More exports" className="flex gap-2">
          {before === "" ? null : <LinkButton href="/exports">Newest</LinkButton>}
          {next === null ? null : (
            <LinkButton href={`/exports?before=${next}`} className="ml-auto" rel="next">
              Older
            </LinkButton>
          )}
        </nav>
        {may(actor.role, "user:read") ? null : (
          <p className="text-muted">These are your own exports. An administrator sees everybody's.</p>
        )}
      </div>
    </div>
  );
}

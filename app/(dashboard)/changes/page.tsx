import { Check } from "lucide-react";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Form } from "#components/form";
import { PageHeader } from "#components/page-header";
import { SubmitButton } from "#components/submit-button";
import { Time } from "#components/time";
import { LinkButton } from "#components/ui/button";
import { Notice } from "#components/ui/notice";
import { requireActor } from "#lib/access/sessions/session";
import { changesSeenAt } from "#lib/cases/changes/changes-seen";
import { countChanges } from "#lib/cases/changes/count-changes";
import { type ChangesFilter, changesFilter } from "#lib/cases/changes/filter";
import { listChanges } from "#lib/cases/changes/list-changes";
import { isoTime } from "#lib/iso-time";
import { may } from "#lib/permissions";
import { currentPreferences } from "#lib/preferences/current-preferences";
import { type Query, readFilter, writeFilter } from "#lib/query-params";
import { atWallTime } from "#lib/zone-time";
import { ExportDialog } from "../exports/export-form.tsx";
import { orNotFound } from "../or-not-found.ts";
import { exportChangesAction, markChangesSeenAction } from "./actions.ts";
import { ChangesList } from "./changes-list.tsx";
import { changesPath } from "./changes-path.ts";
import { KindChoice } from "./kind-choice.tsx";
import { TimeChoice } from "./time-choice.tsx";

export const metadata: Metadata = { title: "Changes" };

/** For the first visit. */
const FIRST_VISIT_MS = 7 * 86_400_000;

export default async function ChangesPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await requireActor("case:read");
  const query = await searchParams;
  const { zone } = await currentPreferences();
  const { filter, problems } = readFilter(changesFilter, query);
  const typed = typedTimes(query, zone);
  if (typed) redirect(changesPath({ ...filter, ...typed }));
  const now = new Date();
  const seenAt = await changesSeenAt(actor);
  const from = filter.from ?? (seenAt ?? new Date(now.getTime() - FIRST_VISIT_MS)).toISOString();
  const asked: ChangesFilter = { ...filter, from, to: filter.to ?? now.toISOString() };
  const cursor = [query.cursor].flat()[0];
  const [{ items, nextCursor }, counts] = await Promise.all([
    orNotFound(listChanges(actor, asked, { cursor })),
    countChanges(actor, asked),
  ]);
  return (
    <>
      <PageHeader
        title="What changed"
        help="effects"
        description={<TimeInWords filter={filter} from={from} seenAt={seenAt} now={now} />}
        actions={
          <>
            {may(actor.role, "changes:export") ? (
              <ExportDialog
                title="Export this list"
                description="Every change that the filter finds, the newest first."
                action={exportChangesAction}
                label="Export this list"
                filter={Object.fromEntries(writeFilter(changesFilter, asked))}
              />
            ) : null}
            <Form action={markChangesSeenAction} label="Mark as seen" className="">
              <input type="hidden" name="at" value={asked.to} />
              <SubmitButton variant="secondary">
                <Check aria-hidden="true" />
                Mark as seen
              </SubmitButton>
            </Form>
          </>
        }
      />
      <div className="grid gap-3">
        <TimeChoice filter={filter} zone={zone} now={now} />
        <KindChoice filter={filter} counts={counts} />
        {Object.entries(problems).map(([name, problem]) => (
          <Notice key={name} tone="amber">
            The address has a {name} that is left out: {problem}
          </Notice>
        ))}
        <ChangesList items={items} more={nextCursor !== null} />
        <nav aria-label="More changes" className="flex gap-2">
          {cursor === undefined ? null : <LinkButton href={changesPath(filter)}>Newest</LinkButton>}
          {nextCursor === null ? null : (
            <LinkButton
              href={changesPath({ ...filter, from, to: asked.to }, nextCursor)}
              className="ml-auto"
              rel="next"
            >
              Older
            </LinkButton>
          )}
        </nav>
      </div>
    </>
  );
}

/** The fields of the form are in the person's zone; the address has times in UTC, which mean the same to everybody. */
function typedTimes({ fromLocal, toLocal }: Query, zone: string): Pick<ChangesFilter, "from" | "to"> | undefined {
  const [from, to] = [fromLocal, toLocal].map((field) => {
    const [text = ""] = [field].flat();
    return text !== "" && isoTime(text) ? atWallTime(text, zone).toISOString() : undefined;
  });
  return from === undefined && to === undefined ? undefined : { from, to };
}

function TimeInWords(props: { filter: ChangesFilter; from: string; seenAt: Date | null; now: Date }) {
  const { filter, from, seenAt, now } = props;
  const firstVisit = filter.from === undefined && seenAt === null;
  return (
    <p>
      From <Time at={from} absolute="local" />
      {filter.to ? " to " : " until now, "}
      <Time at={filter.to ?? now} absolute="local" />
      {firstVisit ? ": the last 7 days, since you have not looked here before" : ""}.
    </p>
  );
}

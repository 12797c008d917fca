import type { Metadata } from "next";
import Link from "next/link";
import { LiveTopics } from "#components/live/live-topics";
import { PageHeader } from "#components/page-header";
import { Time } from "#components/time";
import { Card, CardBody } from "#components/ui/card";
import { Facts } from "#components/ui/facts";
import { requireActor } from "#lib/access/sessions/session";
import { may } from "#lib/permissions";
import { readRetention } from "#lib/retention/read-retention";
import { casesPath } from "../../cases/paths.ts";
import { DaysForm } from "./days-form.tsx";
import { KeptTable } from "./kept-table.tsx";

export const metadata: Metadata = { title: "Retention" };

export default async function RetentionPage() {
  const actor = await requireActor("retention:read");
  const { kept, held, next } = await readRetention(actor);
  return (
    <>
      <LiveTopics topics={["audit", "cases", "settings"]} />
      <PageHeader
        title="Retention"
        description="What is kept how long, and what was removed. Set here, or by variables of the environment, which win."
      />
      <div className="grid gap-3">
        <KeptTable kept={kept} action={may(actor.role, "retention:configure") ? <DaysForm kept={kept} /> : null} />
        <Card title="How it goes">
          <CardBody className="grid gap-3">
            <Facts
              facts={[
                [
                  "Next sweep",
                  kept.some(({ days }) => days !== null) ? <Time key="next" at={next} /> : "none: nothing is set",
                ],
                [
                  "Under legal hold",
                  <Link key="held" className="underline" href={casesPath({ hold: "held" }, { view: "table" })}>
                    {held.toLocaleString("en")} {held === 1 ? "case" : "cases"}
                  </Link>,
                ],
              ]}
            />
            <p className="max-w-prose text-muted">
              A worker removes once a day, after midnight UTC, in small steps that do not slow the endpoints down.
              Nothing of a case under legal hold is removed, and a case with an open follow-up, a run to come or a
              letter in doubt waits. Of an emptied event its id, hash, times and meaning stay, so that a repetition is
              known as one. The audit log is never shortened, and tells of each removal.
            </p>
          </CardBody>
        </Card>
      </div>
    </>
  );
}

import { CircleCheck, CircleDashed } from "lucide-react";
import Link from "next/link";
import { Time } from "#components/time";
import { Badge } from "#components/ui/badge";
import { Card, CardBody } from "#components/ui/card";
import { Facts } from "#components/ui/facts";
import type { UserActor } from "#lib/actor";
import type { CaseRead } from "#lib/audit/list-reads";
import type { Person } from "#lib/cases/list-people";
import type { ReasonTemplate } from "#lib/cases/list-templates";
import type { FoundCase } from "#lib/cases/viewer-fields";
import { may } from "#lib/permissions";
import { Hidden } from "../../_chips/hidden.tsx";
import { auditPath } from "../../audit/audit-path.ts";
import { Assignee } from "../assignee.tsx";
import { CaseWarnings } from "./case-warnings.tsx";
import { DeliveryProblems } from "./delivery-problems.tsx";
import { FollowUpPanel } from "./follow-up-panel.tsx";
import { LegalHoldPanel } from "./legal-hold-panel.tsx";
import { ReadsPanel } from "./reads-panel.tsx";
import { UnsentLetterPanel } from "./unsent-letter-panel.tsx";

type Props = {
  found: FoundCase;
  actor: UserActor;
  people: Person[];
  templates: ReasonTemplate[];
  reads: CaseRead[] | null;
  /** The next case of the list that the reader came from. */
  nextPath?: string | undefined;
};

/** Beside the timeline: problems, the follow-up, the legal hold and the data of the business. */
export function CaseAside({ found, actor, people, templates, reads, nextPath }: Props) {
  return (
    <div className="grid min-w-0 gap-3 lg:col-start-2">
      <CaseWarnings found={found} actor={actor} />
      <UnsentLetterPanel found={found} actor={actor} />
      <DeliveryProblems found={found} actor={actor} />
      {found.legalHold ? <LegalHoldPanel found={found} hold={found.legalHold} actor={actor} /> : null}
      {found.followUp ? (
        <FollowUpPanel
          found={found}
          followUp={found.followUp}
          actor={actor}
          people={people}
          templates={templates}
          nextPath={nextPath}
        />
      ) : null}
      <Card
        title="Case"
        actions={
          may(actor.role, "audit:read") ? (
            <Link
              href={auditPath({ case: `${found.source}/${found.refId}` })}
              className="inline-flex min-h-6 items-center text-xs text-accent hover:underline max-md:min-h-10"
            >
              Audit of this case
            </Link>
          ) : null
        }
      >
        <CardBody>
          <Facts
            facts={[
              ["Assignee", <Whose key="assignee" found={found} />],
              ["Account", <Account key="account" business={found.business} />],
              ["Contact", found.redacted ? <Hidden key="contact" /> : (found.business?.contactEmail ?? "none on file")],
              ["Opened", <Time key="opened" at={found.openedAt} />],
              ["Last change", <Time key="change" at={found.lastChangeAt} />],
              ["Source", found.source],
            ]}
          />
        </CardBody>
      </Card>
      {reads ? <ReadsPanel reads={reads} /> : null}
    </div>
  );
}

function Whose({ found }: { found: FoundCase }) {
  if (!found.assignee) return "nobody";
  return found.assignee.name === null ? <Hidden /> : <Assignee name={found.assignee.name} />;
}

function Account({ business }: { business: FoundCase["business"] }) {
  if (business?.accountStatus === "enabled")
    return (
      <Badge tone="green">
        <CircleCheck aria-hidden="true" />
        Enabled
      </Badge>
    );
  return (
    <Badge tone="outline">
      <CircleDashed aria-hidden="true" />
      {business ? "Not enabled" : "Not known yet"}
    </Badge>
  );
}

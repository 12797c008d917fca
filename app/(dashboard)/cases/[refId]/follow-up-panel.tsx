import { CalendarX2 } from "lucide-react";
import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Time } from "#components/time";
import { Badge } from "#components/ui/badge";
import { Card, CardBody } from "#components/ui/card";
import { Facts } from "#components/ui/facts";
import { Notice } from "#components/ui/notice";
import { isolateTexts, UserText } from "#components/ui/user-text";
import type { UserActor } from "#lib/actor";
import type { Person } from "#lib/cases/list-people";
import type { ReasonTemplate } from "#lib/cases/list-templates";
import type { FoundCase } from "#lib/cases/viewer-fields";
import { may } from "#lib/permissions";
import { Hidden } from "../../_chips/hidden.tsx";
import { confirm } from "../actions.ts";
import { ChangeDialog, ResolveDialog, SnoozeMenu } from "../follow-up-acts.tsx";
import { CaseKey } from "./case-key.tsx";

type Props = {
  found: FoundCase;
  followUp: NonNullable<FoundCase["followUp"]>;
  actor: UserActor;
  people: Person[];
  templates: ReasonTemplate[];
  nextPath?: string | undefined;
};

/** The open follow-up: reason, due day, owner; raised again by a change until somebody confirms it. */
export function FollowUpPanel({ found, followUp, actor, people, templates, nextPath }: Props) {
  return (
    <Card title="Follow-up" actions={followUp.overdue ? <Overdue /> : null}>
      <CardBody className="grid gap-3">
        {followUp.raisedAgain ? (
          <Notice tone="amber" title="The case has changed">
            <div className="grid justify-items-start gap-2">
              <p>
                It changed <Time at={found.lastChangeAt} />, after someone last looked.
              </p>
              {may(actor.role, "follow-up:confirm") ? (
                <Form action={confirm}>
                  <CaseKey of={found} />
                  <input type="hidden" name="lastChangeAt" value={found.lastChangeAt.toISOString()} />
                  <SubmitButton variant="secondary">Seen, keep it open</SubmitButton>
                </Form>
              ) : null}
            </div>
          </Notice>
        ) : null}
        <p className="whitespace-pre-wrap" dir="auto">
          {isolateTexts(followUp.reason ?? <Hidden />)}
        </p>
        <Facts
          facts={[
            ["Due", followUp.dueOn ?? "no day set"],
            ["Owner", followUp.owner ?? (found.redacted ? <Hidden key="owner" /> : "nobody yet")],
            [
              "Flagged",
              <span key="flagged">
                <Time at={followUp.createdAt} /> by <UserText>{followUp.createdBy ?? "a colleague"}</UserText>
              </span>,
            ],
          ]}
        />
        <FollowUpActs {...{ found, followUp, actor, people, templates, nextPath }} />
      </CardBody>
    </Card>
  );
}

function FollowUpActs({ found, followUp, actor, people, templates, nextPath }: Props) {
  const { source, refId } = found;
  const of = { source, refId, lastChangeAt: found.lastChangeAt.toISOString() };
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      {may(actor.role, "follow-up:resolve") ? <ResolveDialog of={of} nextPath={nextPath} keys="v" /> : null}
      {may(actor.role, "follow-up:change") ? (
        <>
          <ChangeDialog of={of} followUp={followUp} people={people} templates={templates} self={actor.id} keys="d" />
          <SnoozeMenu of={of} />
        </>
      ) : null}
    </div>
  );
}

function Overdue() {
  return (
    <Badge tone="alarm">
      <CalendarX2 aria-hidden="true" />
      Overdue
    </Badge>
  );
}

import { CalendarX2, Flag } from "lucide-react";
import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Time } from "#components/time";
import { Badge } from "#components/ui/badge";
import { Card, CardBody } from "#components/ui/card";
import { Dialog } from "#components/ui/dialog";
import { Facts } from "#components/ui/facts";
import { Field } from "#components/ui/field";
import { Notice } from "#components/ui/notice";
import { Textarea } from "#components/ui/textarea";
import { isolateTexts, UserText } from "#components/ui/user-text";
import type { UserActor } from "#lib/actor";
import type { FoundCase } from "#lib/cases/viewer-fields";
import { may } from "#lib/permissions";
import { Hidden } from "../../_chips/hidden.tsx";
import { confirm, resolve } from "../actions.ts";
import { CaseKey } from "./case-key.tsx";

type Props = { found: FoundCase; followUp: NonNullable<FoundCase["followUp"]>; actor: UserActor };

/** The open follow-up: reason, due day, owner; raised again by a change until somebody confirms it. */
export function FollowUpPanel({ found, followUp, actor }: Props) {
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
        {may(actor.role, "follow-up:resolve") ? (
          <Dialog
            title="Resolve the follow-up"
            trigger={
              <>
                <Flag aria-hidden="true" />
                Resolve
              </>
            }
            className="justify-self-start"
          >
            <Form action={resolve} draftKey={`resolve/${found.source}/${found.refId}`}>
              <CaseKey of={found} />
              <Field name="outcome" label="How did it end?" required>
                <Textarea maxLength={1000} />
              </Field>
              <SubmitButton>Resolve</SubmitButton>
            </Form>
          </Dialog>
        ) : null}
      </CardBody>
    </Card>
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

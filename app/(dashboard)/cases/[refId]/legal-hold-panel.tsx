import { Gavel } from "lucide-react";
import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Time } from "#components/time";
import { Card, CardBody } from "#components/ui/card";
import { Dialog } from "#components/ui/dialog";
import { Field } from "#components/ui/field";
import { Textarea } from "#components/ui/textarea";
import { isolateTexts, UserText } from "#components/ui/user-text";
import type { UserActor } from "#lib/actor";
import type { FoundCase } from "#lib/cases/viewer-fields";
import { may } from "#lib/permissions";
import { Hidden } from "../../_chips/hidden.tsx";
import { WORDS } from "../../_words.ts";
import { release } from "../actions.ts";
import { CaseKey } from "./case-key.tsx";

type Props = { found: FoundCase; hold: NonNullable<FoundCase["legalHold"]>; actor: UserActor };

/** The legal hold: its reason, who placed it, and its release. */
export function LegalHoldPanel({ found, hold, actor }: Props) {
  return (
    <Card title={WORDS.hold}>
      <CardBody className="grid gap-3">
        <p className="whitespace-pre-wrap" dir="auto">
          {isolateTexts(hold.reason ?? <Hidden />)}
        </p>
        <p className="text-muted">
          Held <Time at={hold.heldAt} /> by <UserText>{hold.heldBy ?? "a colleague"}</UserText>. Nothing of the case is
          removed until it is released.
        </p>
        {may(actor.role, "case:release") ? (
          <Dialog
            title="Release the case from its legal hold"
            description="What is past its time is then removed with the next day's sweep. This cannot be undone."
            trigger={
              <>
                <Gavel aria-hidden="true" />
                Release
              </>
            }
            className="justify-self-start"
          >
            <Form action={release} draftKey={`release/${found.source}/${found.refId}`}>
              <CaseKey of={found} />
              <Field name="reason" label="Why may it end?" required>
                <Textarea maxLength={1000} />
              </Field>
              <SubmitButton variant="danger">Release</SubmitButton>
            </Form>
          </Dialog>
        ) : null}
      </CardBody>
    </Card>
  );
}

import { MailX } from "lucide-react";
import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Card, CardBody } from "#components/ui/card";
import { Dialog } from "#components/ui/dialog";
import { Field } from "#components/ui/field";
import { Textarea } from "#components/ui/textarea";
import type { UserActor } from "#lib/actor";
import type { FoundCase } from "#lib/cases/viewer-fields";
import type { HandlerName } from "#lib/handlers/event-types";
import { may } from "#lib/permissions";
import { ATTENTION_WORDS } from "../../_words.ts";
import { waive } from "../actions.ts";
import { CaseKey } from "./case-key.tsx";

const HANDLER: HandlerName = "notify-customer";

/** Says that no letter of rejection was sent, and why. An analyst can waive it. */
export function UnsentLetterPanel({ found, actor }: { found: FoundCase; actor: UserActor }) {
  const why = whyUnsent(found);
  if (why === null) return null;
  return (
    <Card title={ATTENTION_WORDS["business-not-told"].word}>
      <CardBody className="grid gap-3">
        <p>{why}</p>
        {may(actor.role, "letter:waive") ? (
          <Dialog
            title="Waive the letter"
            description="It is not sent, later neither. What you write here stands in the audit log."
            trigger={
              <>
                <MailX aria-hidden="true" />
                Waive
              </>
            }
            className="justify-self-start"
          >
            <Form action={waive} draftKey={`waive/${found.source}/${found.refId}/${found.episode}`}>
              <CaseKey of={found} />
              <input type="hidden" name="episode" value={found.episode} />
              <Field name="reason" label="Why need the business not be written to?" required>
                <Textarea maxLength={500} placeholder="They were called on the phone" />
              </Field>
              <SubmitButton variant="danger">Waive</SubmitButton>
            </Form>
          </Dialog>
        ) : null}
      </CardBody>
    </Card>
  );
}

/** Null if the letter was sent or waived, will be tried again, or is not due. */
function whyUnsent({ status, removedAt, effects, deadHandlers }: FoundCase): string | null {
  if (status !== "REJECTED" || removedAt) return null;
  const letter = effects.find(({ handler }) => handler === HANDLER);
  const dead = deadHandlers.includes(HANDLER);
  const triedAgain = letter?.runState === "queued" || letter?.runState === "running";
  switch (letter?.state) {
    case "not-sent":
      return "The business was not written to: there was no contact on file, or no mail server. Its timeline says which to those who may read letters.";
    case "unknown":
      return "The letter may have left, or not. An engineer can settle it, on its event.";
    case "failed":
      return triedAgain && !dead ? null : "The letter could not be sent. Its event has the answer of the mail server.";
    case "done":
    case "waived":
      return null;
    default:
      return dead ? "The letter was not sent: sending it was given up before." : null;
  }
}

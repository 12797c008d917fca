import { Time } from "#components/time";
import { Badge } from "#components/ui/badge";
import { LinkButton } from "#components/ui/button";
import { Card, CardBody } from "#components/ui/card";
import { Facts } from "#components/ui/facts";
import { Notice } from "#components/ui/notice";
import { UserText } from "#components/ui/user-text";
import { casePath, eventPath } from "#lib/page-paths";
import type { AcceptedMessage, Action } from "#lib/search/find-message";
import { RunStateChip } from "../../../_chips/run-state-chip.tsx";
import { StatusChip } from "../../../_chips/status-chip.tsx";
import { VerdictChip } from "../../../_chips/verdict-chip.tsx";
import { actionOf, onboarding, VERDICT_WORDS } from "../../../_words.ts";
import { EFFECT_WORDS } from "../../../events/[messageId]/event-words.tsx";

/** A message that was verified and stored: when, what it changed, and what became of its actions. */
export function Accepted({ message, engineer }: { message: AcceptedMessage; engineer: boolean }) {
  const { source, messageId, refId, status, verdict, episode } = message;
  return (
    <>
      <Notice tone="green" title="Yes, it reached us and was verified.">
        {VERDICT_WORDS[verdict ?? "unplaced"].meaning}
      </Notice>
      <Card
        title={source === "vove" ? "What became of it" : `What became of it (${source})`}
        actions={
          <>
            {engineer ? <LinkButton href={eventPath({ source, messageId })}>Open the event</LinkButton> : null}
            {refId !== null && message.hasCase ? (
              <LinkButton href={casePath({ source, refId })} variant="primary">
                Open the case
              </LinkButton>
            ) : null}
          </>
        }
      >
        <CardBody className="grid gap-4">
          <Facts
            facts={[
              ["Made at", <Time key="made" at={message.occurredAt} absolute className="" />],
              ["Reached us", <Time key="reached" at={message.receivedAt} absolute className="" />],
              ["Came", <HowOften key="often" message={message} />],
              ["Says", status && <StatusChip key="status" status={status} />],
              ["Case", refId && <UserText key="case">{refId}</UserText>],
              ["Onboarding", episode !== null && episode > 1 && onboarding(episode)],
              ["Effect on the case", <VerdictChip key="verdict" verdict={verdict} missing={message.previousStatus} />],
            ]}
          />
          {message.mismatches > 0 ? (
            <Notice tone="red" title="Something else came under the same id.">
              The first content stands. Tell an engineer: the sender does not change what it has sent.
            </Notice>
          ) : null}
          <Actions actions={message.actions} />
        </CardBody>
      </Card>
    </>
  );
}

function HowOften({ message: { attempts, lastAttemptAt } }: { message: AcceptedMessage }) {
  if (lastAttemptAt === null) return "The records of its requests were removed when their time was over.";
  if (attempts === 1) return "Once";
  return (
    <>
      {attempts} times, the last <Time at={lastAttemptAt} />
    </>
  );
}

/** One line for each action: how its latest attempt ended, and what it has done for good. */
function Actions({ actions }: { actions: Action[] }) {
  if (actions.length === 0) return <p className="text-muted">No action follows from this message.</p>;
  const handlers = [...new Set(actions.map(({ handler }) => handler))];
  return (
    <ul aria-label="Actions" className="grid gap-2">
      {handlers.map((handler) => (
        <li key={handler} className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-medium">{actionOf(handler)}</span>
          {actions
            .filter((action) => action.handler === handler)
            .map((action) => (
              <Outcome key={action.kind} action={action} />
            ))}
        </li>
      ))}
    </ul>
  );
}

function Outcome({ action }: { action: Action }) {
  if (action.kind === "effect") {
    const { tone, word } = EFFECT_WORDS[action.state];
    return <Badge tone={tone}>{word}</Badge>;
  }
  return (
    <>
      <RunStateChip state={action.state} />
      {action.at ? <Time at={action.at} upcoming={action.state === "queued"} className="text-xs text-faint" /> : null}
      {action.skipped ? (
        <span className="text-muted">
          <UserText>{action.skipped}</UserText>
        </span>
      ) : null}
    </>
  );
}

import Link from "next/link";
import { Time } from "#components/time";
import { Card, CardBody } from "#components/ui/card";
import { Notice } from "#components/ui/notice";
import { isolateTexts, visibleText } from "#components/ui/user-text";
import type { UserActor } from "#lib/actor";
import { listEngineers } from "#lib/cases/list-people";
import type { FoundCase } from "#lib/cases/viewer-fields";
import type { CaseFailure } from "#lib/failures/list-case-failures";
import { eventPath, failurePath } from "#lib/page-paths";
import { may } from "#lib/permissions";
import { attemptsInWords } from "../../_delivery-words.ts";
import { actionOf } from "../../_words.ts";
import { RerunDialog } from "../../events/[messageId]/_acts/rerun-dialog.tsx";

/** How many people are named whom to ask. */
const MAX_NAMED = 3;

/** Says which actions gave up on the case. An engineer sees why and can run them again; an analyst, whom to ask. */
export async function GaveUpPanel(props: { found: FoundCase; actor: UserActor; failures: CaseFailure[] | null }) {
  const { found, actor, failures } = props;
  if (found.deadHandlers.length === 0) return null;
  if (failures) return <Failures found={found} actor={actor} failures={failures} />;
  const actions = [...new Set(found.deadHandlers.map(actionOf))].join(", ");
  const engineers = may(actor.role, "case:assign") ? await listEngineers(actor) : [];
  return (
    <Notice tone="red" title="Delivery problem">
      {isolateTexts(
        `Gave up: ${actions}. ${whomToAsk(engineers.map(({ name }) => name))} to start it again. VOVE ID starts it again too, by sending its message again.`,
      )}
    </Notice>
  );
}

/** `Ask an engineer, such as Enzo or Eva,` */
function whomToAsk(names: string[]): string {
  const named = names.slice(0, MAX_NAMED);
  return named.length === 0 ? "Ask an engineer" : `Ask an engineer (${named.join(", ")})`;
}

function Failures({ found, actor, failures }: { found: FoundCase; actor: UserActor; failures: CaseFailure[] }) {
  const ofActions = failures.flatMap((failure) =>
    failure.messageId === null ? [] : [{ ...failure, messageId: failure.messageId }],
  );
  if (ofActions.length === 0) return null;
  return (
    <Card title="Delivery problem" aria-label="An action gave up">
      <CardBody className="grid gap-4">
        {ofActions.map(({ runId, handler, failure, messageId, attempt, endedAt, error }) => (
          <div key={runId} className="grid gap-2">
            <p>
              <strong>{actionOf(handler)}</strong> gave up <Time at={endedAt} />, after {attemptsInWords(attempt)}:
            </p>
            <p className="line-clamp-3 font-mono text-xs break-words" title={visibleText(error ?? "")}>
              {isolateTexts(error ?? "")}
            </p>
            <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
              {may(actor.role, "handler:rerun") && found.removedAt === null ? (
                <RerunDialog
                  event={{ source: found.source, messageId }}
                  runs={[{ id: runId, handler, state: "dead" }]}
                  label="Re-run"
                />
              ) : null}
              <Link href={eventPath({ source: found.source, messageId })} className="text-accent hover:underline">
                Its event
              </Link>
              <Link href={failurePath({ handler, failure })} className="text-accent hover:underline">
                Where else?
              </Link>
            </div>
          </div>
        ))}
      </CardBody>
    </Card>
  );
}

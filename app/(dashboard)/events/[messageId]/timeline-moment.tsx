import { Database, Inbox, MailCheck, Play, Send, ShieldAlert, Webhook } from "lucide-react";
import { Time } from "#components/time";
import { Badge } from "#components/ui/badge";
import { Code } from "#components/ui/code";
import { isolateTexts, UserText } from "#components/ui/user-text";
import type { FoundEvent } from "#lib/events/find-event";
import { DeliveryStateChip } from "../../_chips/delivery-state-chip.tsx";
import { RunStateChip } from "../../_chips/run-state-chip.tsx";
import { DeliveryReason, DeliverySentence } from "../../_delivery-sentence.tsx";
import { bytes } from "../../_http/readable.ts";
import { clockInWords, Lag, milliseconds } from "../lag.tsx";
import { ElsewhereLink } from "./elsewhere-link.tsx";
import { EFFECT_WORDS, howItWent, RECEIPT_WORDS, TRIGGER_WORDS } from "./event-words.tsx";
import type { Moment } from "./moments.ts";
import { Step } from "./step.tsx";

export function TimelineMoment({ moment, event }: { moment: Moment; event: FoundEvent }) {
  switch (moment.kind) {
    case "made":
      return (
        <Step icon={Send} title={<strong>Made by the sender</strong>} at={moment.at}>
          <span>Dated {clockInWords(event.clock)}.</span>
        </Step>
      );
    case "receipt":
      return <ReceiptStep {...moment} />;
    case "stored":
      return (
        <Step icon={Database} title={<strong>Stored</strong>} at={moment.at}>
          <span>
            {event.removedAt ? "As" : `${bytes(event.bodyBytes)} as`} <UserText>{event.type}</UserText>
            {event.clock === "receipt" ? null : (
              <>
                , <Lag {...event} /> after it was made
              </>
            )}
          </span>
          {event.unrecognised === null ? null : (
            <span>
              Unrecognised: <UserText>{event.unrecognised}</UserText>
            </span>
          )}
        </Step>
      );
    case "run":
      return <RunStep run={moment.run} at={moment.at} />;
    case "attempts":
      return <AttemptsStep runs={moment.runs} at={moment.at} />;
    case "effect":
      return <EffectStep effect={moment.effect} />;
    case "delivery":
      return <DeliveryStep delivery={moment.delivery} at={moment.at} />;
  }
}

function ReceiptStep({ receipt, nth }: Extract<Moment, { kind: "receipt" }>) {
  const mismatch = receipt.outcome === "payload_mismatch";
  return (
    <Step
      icon={mismatch ? ShieldAlert : Inbox}
      {...(mismatch ? { look: "text-red" } : {})}
      title={
        <>
          <strong>Receipt {nth}</strong>
          <Badge tone={receipt.responseStatus < 300 ? "green" : "red"}>
            answered {receipt.responseStatus} in {milliseconds(receipt.durationMs)}
          </Badge>
        </>
      }
      at={receipt.receivedAt}
    >
      <span>{RECEIPT_WORDS[receipt.outcome]}</span>
      {receipt.secretFingerprint === null ? null : (
        <span>
          Verified with secret <code className="font-mono">{receipt.secretFingerprint}</code>
        </span>
      )}
    </Step>
  );
}

function RunStep({ run, at }: { run: FoundEvent["runs"][number]; at: Date }) {
  return (
    <Step
      icon={Play}
      title={
        <>
          <strong>{run.handler}</strong>
          <RunStateChip state={run.state} />
        </>
      }
      at={at}
    >
      <span>
        Attempt {run.attempt}, {TRIGGER_WORDS[run.trigger]}
        {isolateTexts(run.requestedBy === null ? "" : ` by ${run.requestedBy}: ${run.requestReason ?? ""}`)}
      </span>
      <span className="line-clamp-3">{isolateTexts(howItWent(run))}</span>
      <ElsewhereLink run={run} />
    </Step>
  );
}

/** Attempts that failed one after the other: `Failed 5 times`, and each of them behind a click. */
function AttemptsStep({ runs, at }: { runs: FoundEvent["runs"]; at: Date }) {
  const last = runs.at(-1);
  if (last === undefined) return null;
  return (
    <Step
      icon={Play}
      title={
        <>
          <strong>{last.handler}</strong>
          <RunStateChip state={last.state} />
        </>
      }
      at={at}
    >
      <span>
        Failed {runs.length} times, {TRIGGER_WORDS[runs[0]?.trigger ?? last.trigger]}
      </span>
      <span className="line-clamp-3">{isolateTexts(howItWent(last))}</span>
      <ElsewhereLink run={last} />
      <details>
        <summary className="w-fit text-accent">Each attempt</summary>
        <ol className="mt-1 grid gap-1">
          {runs.map((run) => (
            <li key={run.id}>
              {run.attempt}: <Time at={run.startedAt ?? run.dueAt} />
              <span className="line-clamp-2">{isolateTexts(howItWent(run))}</span>
            </li>
          ))}
        </ol>
      </details>
    </Step>
  );
}

function DeliveryStep({ delivery, at }: { delivery: FoundEvent["deliveries"][number]; at: Date }) {
  return (
    <Step
      icon={Webhook}
      {...(delivery.state === "dead" ? { look: "text-red" } : {})}
      title={
        <>
          <strong>Delivery</strong>
          <DeliveryStateChip {...delivery} />
        </>
      }
      at={at}
    >
      <span>
        <DeliverySentence delivery={delivery} linked />
      </span>
      <span className="empty:hidden">
        <DeliveryReason delivery={delivery} />
      </span>
    </Step>
  );
}

function EffectStep({ effect }: { effect: FoundEvent["effects"][number] }) {
  const { tone, word } = EFFECT_WORDS[effect.state];
  return (
    <Step
      icon={MailCheck}
      title={
        <>
          <strong>Effect</strong>
          <Badge tone={tone}>{word}</Badge>
        </>
      }
      at={effect.at}
    >
      <Code className="text-2xs">{effect.key}</Code>
      {effect.letter ? (
        <span>
          “<UserText>{effect.letter.subject}</UserText>” to <UserText>{effect.letter.recipient}</UserText>
        </span>
      ) : null}
      {effect.detail === null ? null : <span>{isolateTexts(effect.detail)}</span>}
    </Step>
  );
}

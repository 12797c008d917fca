import { Check } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { inTwoUnits } from "#components/duration";
import { Time } from "#components/time";
import { classes } from "#components/ui/classes";
import { isolateTexts, UserText } from "#components/ui/user-text";
import type { EffectItem, EventItem, RunItem, TimelineItem } from "#lib/cases/timeline/viewer-items";
import { eventPath } from "#lib/page-paths";
import { Hidden } from "../../_chips/hidden.tsx";
import { RunStateChip } from "../../_chips/run-state-chip.tsx";
import { VerdictChip } from "../../_chips/verdict-chip.tsx";
import { DeliveryReason, DeliverySentence } from "../../_delivery-sentence.tsx";
import { actionOf } from "../../_words.ts";
import { markOf } from "./timeline-marks.ts";
import { sentenceOf } from "./timeline-sentences.ts";

type Props = {
  item: TimelineItem;
  /** Runs of an event that succeeded at the first attempt. */
  ran: RunItem[];
  source: string;
  /** Whether the reader may open events, and deliveries. */
  eventsOpen: boolean;
  deliveriesOpen: boolean;
  /** Opens the source of the status, where that is what the item stands on. */
  drawer: ReactNode;
};

/** One item of the timeline: a sentence, and below it its origin or explanation. */
export function TimelineEntry({ item, ran, source, eventsOpen, deliveriesOpen, drawer }: Props) {
  const { icon: Icon, ink } = markOf(item);
  return (
    <li className="relative grid grid-cols-[1.375rem_minmax(0,1fr)] gap-x-2.5 py-1.5">
      <span className="relative grid size-5.5 place-items-center rounded-full border border-line bg-surface">
        <Icon aria-hidden="true" className={classes("size-3", ink)} />
      </span>
      <div className="grid min-w-0 gap-1 pt-0.5">
        <p className="flex items-baseline gap-x-2">
          <span className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-2 gap-y-1">
            <span className={item.kind === "run" ? "text-muted" : undefined}>
              {item.kind === "delivery" ? (
                <DeliverySentence delivery={item} linked={deliveriesOpen} />
              ) : (
                isolateTexts(sentenceOf(item))
              )}
            </span>
            <Chips item={item} />
          </span>
          <Time at={item.at} className="text-xs whitespace-nowrap text-faint" />
        </p>
        <Beneath item={item} />
        {item.kind === "effect" ? (
          <Because effect={item} source={source} open={eventsOpen}>
            {drawer}
          </Because>
        ) : null}
        {item.kind === "event" ? <Origin item={item} ran={ran} source={source} open={eventsOpen} /> : null}
      </div>
    </li>
  );
}

/** A message normally arrives within seconds. A later one was sent again. */
const NOTEWORTHY_LAG_MS = 30_000;

/** Chips for unexpected states only. */
function Chips({ item }: { item: TimelineItem }) {
  if (item.kind === "event" && item.verdict !== "applied")
    return <VerdictChip verdict={item.verdict} missing={item.previousStatus} />;
  if ((item.kind === "run" || item.kind === "delivery") && item.state === "dead")
    return <RunStateChip state={item.state} />;
  return null;
}

function Beneath({ item }: { item: TimelineItem }): ReactNode {
  switch (item.kind) {
    case "note":
      return <Quote>{item.body ?? <Hidden />}</Quote>;
    case "follow-up":
      return <Quote>{wordsOrWhyNone(item.step === "raised" ? item.reason : item.outcome)}</Quote>;
    case "effect":
      return (
        <>
          {item.detail ? <Aside>{item.detail}</Aside> : null}
          {item.letter ? <Letter letter={item.letter} /> : null}
        </>
      );
    case "run":
      return <RunAsides run={item} />;
    case "delivery":
      return (
        <p className="text-xs text-muted empty:hidden">
          <DeliveryReason delivery={item} />
        </p>
      );
    case "event":
    case "act":
      return null;
  }
}

/** Free text is null for readers who may not see it and empty after its removal. */
function wordsOrWhyNone(words: string | null): ReactNode {
  if (words === null) return <Hidden />;
  return words || "Removed under retention.";
}

function RunAsides({ run }: { run: RunItem }) {
  const why = run.error ?? run.skipped;
  return (
    <>
      {why ? <Aside>{why}</Aside> : null}
      {run.requestReason ? (
        <Aside>
          Asked for by {run.requestedBy}: {run.requestReason}
        </Aside>
      ) : null}
      {run.nextAttemptAt && run.attempt > 1 ? (
        <Aside>
          Next attempt <Time at={run.nextAttemptAt} upcoming />
        </Aside>
      ) : null}
    </>
  );
}

function Letter({ letter }: { letter: NonNullable<EffectItem["letter"]> }) {
  if (letter.text === "") return <Aside>Its text was removed under retention.</Aside>;
  return (
    <details>
      <summary className="w-fit cursor-pointer rounded-sm text-xs text-muted max-md:min-h-10">Read the letter</summary>
      <p className="mt-1 text-xs text-muted">
        To <UserText>{letter.recipient}</UserText>: <UserText>{letter.subject}</UserText>
      </p>
      <Quote>{letter.text}</Quote>
    </details>
  );
}

type BecauseProps = { effect: EffectItem; source: string; open: boolean; children: ReactNode };

/** On what ground it was done: the message, the secret that verified it, and when it reached us. */
function Because({ effect, source, open, children }: BecauseProps) {
  const { messageId, secretFingerprint, receivedAt } = effect;
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-2 text-xs text-muted">
      <p className="min-w-0 break-words">
        Because of message {messageId === null ? <Hidden /> : <MessageId of={{ source, messageId }} open={open} />},
        verified with secret <code>…{secretFingerprint.slice(-4)}</code>, received <Time at={receivedAt} absolute />
      </p>
      {children}
    </div>
  );
}

function MessageId({ of, open }: { of: { source: string; messageId: string }; open: boolean }) {
  if (!open) return <code className="break-all">{of.messageId}</code>;
  return (
    <Link href={eventPath(of)} className="rounded-sm font-mono break-all text-accent hover:underline">
      <UserText>{of.messageId}</UserText>
    </Link>
  );
}

function Origin({ item, ran, source, open }: { item: EventItem; ran: RunItem[]; source: string; open: boolean }) {
  const again = item.receipts.length - 1;
  const lag = item.receivedAt.getTime() - item.occurredAt.getTime();
  return (
    <p className="flex min-w-0 flex-wrap items-center gap-x-2 text-xs text-faint">
      {open && item.messageId ? (
        <Link
          href={eventPath({ source, messageId: item.messageId })}
          className="truncate rounded-sm font-mono text-muted hover:text-ink hover:underline"
        >
          <UserText>{item.messageId}</UserText>
        </Link>
      ) : (
        <span className="truncate font-mono">
          {item.messageId ? <UserText>{item.messageId}</UserText> : <Hidden />}
        </span>
      )}
      {lag > NOTEWORTHY_LAG_MS ? <span>on its way for {inTwoUnits(lag)}</span> : null}
      {ran.map(({ id, handler }) => (
        <span key={id} className="inline-flex items-center gap-0.5">
          <Check aria-hidden="true" className="size-3" />
          {actionOf(handler)}
        </span>
      ))}
      {again > 0 ? <span>sent again {again === 1 ? "once" : `${again} times`}</span> : null}
    </p>
  );
}

function Quote({ children }: { children: ReactNode }) {
  return (
    <p dir="auto" className="rounded-md border border-line bg-surface px-2.5 py-1.5 whitespace-pre-wrap">
      {isolateTexts(children)}
    </p>
  );
}

function Aside({ children }: { children: ReactNode }) {
  return <p className="text-xs text-muted">{isolateTexts(children)}</p>;
}

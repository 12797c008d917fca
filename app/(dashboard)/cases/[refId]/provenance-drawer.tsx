import { Fingerprint } from "lucide-react";
import Link from "next/link";
import { Time } from "#components/time";
import { Code } from "#components/ui/code";
import { CopyButton } from "#components/ui/copy-button";
import { Dialog } from "#components/ui/dialog";
import { Facts } from "#components/ui/facts";
import type { UserActor } from "#lib/actor";
import type { FoundCase } from "#lib/cases/viewer-fields";
import { eventPath } from "#lib/page-paths";
import { may } from "#lib/permissions";
import { Hidden } from "../../_chips/hidden.tsx";
import { VerdictChip } from "../../_chips/verdict-chip.tsx";
import { WORDS } from "../../_words.ts";
import { receiptInWords } from "./receipt-words.ts";

const CLOCKS = {
  "message-id": "read from the message id, which carries it",
  timestamp: "the sender's timestamp of its first attempt",
  receipt: "when it reached us: the message says nothing earlier",
};

/** The source of the status: the message that brought it, the secret that verified it, and each time it reached us. */
export function ProvenanceDrawer({ found, actor }: { found: FoundCase; actor: UserActor }) {
  const { provenance: from } = found;
  return (
    <Dialog
      shape="drawer"
      variant="ghost"
      size="sm"
      trigger={
        <>
          <Fingerprint aria-hidden="true" />
          {WORDS.provenance}
        </>
      }
      title={WORDS.provenance}
      description="The message of VOVE ID that brought it, and how it was verified."
    >
      <div className="grid gap-5">
        <Facts
          facts={[
            [
              "Message",
              from.messageId === null ? (
                <Hidden key="id" />
              ) : (
                <span key="id" className="flex min-w-0 items-center gap-1">
                  <Code className="break-all">{from.messageId}</Code>
                  <CopyButton text={from.messageId} label="Copy message id" className="size-6" />
                </span>
              ),
            ],
            ["Type", from.type === null ? <Hidden key="type" /> : <Code key="type">{from.type}</Code>],
            [WORDS.verdict, <VerdictChip key="verdict" verdict={from.verdict} />],
            ["Made at", <Time key="made" at={from.occurredAt} absolute className="" />],
            ["By the clock", CLOCKS[from.clock]],
            ["Reached us", <Time key="received" at={from.receivedAt} absolute className="" />],
            [
              "Verified with",
              <span key="secret">
                secret <Code>{from.secretFingerprint}</Code> of source <Code>{from.source}</Code>
              </span>,
            ],
          ]}
        />
        <section aria-labelledby="receipts">
          <h3 id="receipts" className="mb-1.5 font-semibold">
            {from.receipts.length === 0 ? "How it reached us" : null}
            {from.receipts.length === 1 ? "It reached us once" : null}
            {from.receipts.length > 1 ? `It reached us ${from.receipts.length} times` : null}
          </h3>
          {from.removedAt || from.receiptsRemovedAt ? (
            <p className="mb-1.5 text-muted">
              When it reached us was removed under retention on{" "}
              <Time at={from.removedAt ?? from.receiptsRemovedAt ?? from.receivedAt} absolute />.
            </p>
          ) : null}
          <ol className="grid gap-1.5">
            {from.receipts.map((receipt) => (
              <li key={receipt.id} className="rounded-md border border-line px-2.5 py-1.5">
                <Time at={receipt.receivedAt} absolute className="block text-xs text-faint" />
                {receiptInWords(receipt)}
              </li>
            ))}
          </ol>
        </section>
        {may(actor.role, "event:read") && from.messageId !== null ? (
          <Link
            href={eventPath({ ...from, messageId: from.messageId })}
            className="w-fit rounded-sm font-medium text-accent hover:underline"
          >
            Open the event: its bytes, headers and runs
          </Link>
        ) : null}
      </div>
    </Dialog>
  );
}

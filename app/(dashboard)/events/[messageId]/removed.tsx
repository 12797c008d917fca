import { Time } from "#components/time";
import { Notice } from "#components/ui/notice";
import type { FoundEvent } from "#lib/events/find-event";

/** What retention removed of the event and when, and what still proves the rest. */
export function Removed({ event }: { event: FoundEvent }) {
  if (event.removedAt)
    return (
      <Notice title="Removed under retention" className="mb-3">
        Its bytes, receipts and logs were removed on <Time at={event.removedAt} absolute />. Its id and hash stay, by
        which a repetition is known, and what it meant for its case. No handler is run on it any more.
      </Notice>
    );
  if (event.receiptsRemovedAt)
    return (
      <Notice title="Receipts removed under retention" className="mb-3">
        {event.receiptCount > 0 ? "The first of its receipts" : "Its receipts"} were removed on{" "}
        <Time at={event.receiptsRemovedAt} absolute />. Its bytes stay, and that it was verified with secret{" "}
        <code>{event.secretFingerprint}</code> when it first came.
      </Notice>
    );
  return null;
}

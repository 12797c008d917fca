import type { ReactNode } from "react";
import { Time } from "#components/time";
import { Facts } from "#components/ui/facts";
import { isolateTexts, UserText } from "#components/ui/user-text";
import { deliveryDeadline } from "#lib/events/delivery-deadline";
import type { Rejection } from "#lib/events/list-rejections";
import { messageIdTime } from "#lib/sources/message-id";
import { HeaderList } from "../_http/header-list.tsx";
import { bytes, readable } from "../_http/readable.ts";

/** Causes that a genuine message may have, through a mistake of ours or of the sender: it may still be delivered. */
const CORRECTABLE = new Set([
  "bad-signature",
  "no-secret",
  "stale-timestamp",
  "future-timestamp",
  "wrong-content-type",
]);

export function RejectionDetail({ rejection, now }: { rejection: Rejection; now: Date }) {
  const body = rejection.body === null ? undefined : readable(rejection.body, true);
  return (
    <div className="grid min-w-0 gap-4 border-t border-line bg-canvas p-3 md:pl-9">
      <Facts
        facts={[
          ["Received", <Time key="received" at={rejection.receivedAt} absolute />],
          [
            "From",
            <code key="from" className="font-mono text-xs">
              {isolateTexts(rejection.remoteAddress)}
            </code>,
          ],
          [
            "Cause",
            <code key="cause" className="font-mono text-xs">
              {isolateTexts(rejection.cause)}
            </code>,
          ],
          [
            "Claimed id",
            rejection.messageId && (
              <code className="font-mono text-xs break-all">
                <UserText>{rejection.messageId}</UserText>
              </code>
            ),
          ],
          ["Claimed time", rejection.attemptedAt && <Time at={rejection.attemptedAt} absolute />],
          ["Answered", `${rejection.responseStatus}`],
          ["The sender", whatTheSenderDoes(rejection, now)],
        ]}
      />
      <section className="grid min-w-0 gap-1">
        <h2 className="text-xs font-medium text-muted">Headers</h2>
        <HeaderList headers={rejection.headers} />
      </section>
      <section className="grid min-w-0 gap-1">
        <h2 className="text-xs font-medium text-muted">
          {body && rejection.body && rejection.body.length < rejection.bodyBytes
            ? `Body, the first ${bytes(rejection.body.length)} of ${bytes(rejection.bodyBytes)}`
            : `Body, ${bytes(rejection.bodyBytes)}`}
        </h2>
        {body === undefined || body.text === "" ? (
          <p className="text-xs text-faint">Nothing of it was kept.</p>
        ) : (
          <pre className="max-h-72 overflow-auto rounded-md border border-line bg-surface p-2 font-mono text-xs whitespace-pre-wrap">
            {body.text}
          </pre>
        )}
      </section>
    </div>
  );
}

/** Until when the cause can be corrected so that the message, if VOVE ID sent it, still arrives. */
function whatTheSenderDoes(rejection: Rejection, now: Date): ReactNode {
  const first = messageIdTime(rejection.messageId ?? "") ?? rejection.attemptedAt;
  if (first === null || !CORRECTABLE.has(rejection.cause ?? "")) return null;
  const { givesUpAt, nextAttemptAt } = deliveryDeadline(first, now);
  const at = <Time at={givesUpAt} absolute className="font-medium" />;
  return nextAttemptAt === undefined ? (
    <>If it was VOVE ID, gave up at about {at}: correct the cause, then have it sent again from there.</>
  ) : (
    <>If it is VOVE ID, gives up at about {at}: correct the cause before then.</>
  );
}

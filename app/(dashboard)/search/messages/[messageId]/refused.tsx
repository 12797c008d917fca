import { Time } from "#components/time";
import { Card } from "#components/ui/card";
import { Notice } from "#components/ui/notice";
import { isolateTexts } from "#components/ui/user-text";
import { describeCause } from "#lib/events/describe-cause";
import type { RefusedRequest } from "#lib/search/find-message";
import { NextTry } from "./next-try.tsx";

/** Requests that claimed the id and could not be verified, the last first. */
export function Refused(props: { messageId: string; refused: RefusedRequest[]; accepted: boolean; now: Date }) {
  const { messageId, refused, accepted, now } = props;
  return (
    <>
      {accepted ? null : (
        <Notice tone="amber" title="A request with this id reached us and was refused.">
          Whether VOVE ID sent it is not known, for it could not be verified.{" "}
          <NextTry messageId={messageId} now={now} />
        </Notice>
      )}
      <Card title={accepted ? "Other requests that claimed this id were refused" : "Why it was refused"}>
        <ul aria-label="Refused requests">
          {refused.map((request) => (
            <li key={request.id} className="grid gap-0.5 border-b border-line px-3 py-2 last:border-0">
              <span className="font-medium">{isolateTexts(describeCause(request))}</span>
              <span className="flex flex-wrap gap-x-3 text-xs text-muted">
                <Time at={request.receivedAt} absolute className="" />
                <span>from {isolateTexts(request.remoteAddress)}</span>
                <span>answered {request.responseStatus}</span>
              </span>
            </li>
          ))}
        </ul>
      </Card>
    </>
  );
}

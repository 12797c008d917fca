import Link from "next/link";
import { Card, CardBody } from "#components/ui/card";
import { Notice } from "#components/ui/notice";
import { NextTry } from "./next-try.tsx";

/** No trace of the id: what that means, and what to do. */
export function NeverSeen(props: { messageId: string; onlyCounted: number; engineer: boolean; now: Date }) {
  const { messageId, onlyCounted, engineer, now } = props;
  return (
    <>
      <Notice tone="red" title="No, no request with this id reached us.">
        Neither an accepted message nor a refused request has it. <NextTry messageId={messageId} now={now} />
      </Notice>
      <Card title="What to do">
        <CardBody>
          <ol className="grid list-decimal gap-1.5 pl-5">
            <li>Compare the id with the one at VOVE ID: it must be the same to the last character.</li>
            <li>
              At VOVE ID, open the message under Settings, Webhooks. It says which address it was sent to and what was
              answered. Another address than ours explains it.
            </li>
            <li>Have it sent again from there. It then shows here within seconds.</li>
            {onlyCounted > 0 ? (
              <li>
                {onlyCounted.toLocaleString("en")} refused requests of the last 30 days were only counted, without their
                ids: it may be one of them.{" "}
                {engineer ? (
                  <Link href="/rejected" className="text-accent underline">
                    See their causes
                  </Link>
                ) : (
                  "Ask an engineer for their causes."
                )}
              </li>
            ) : null}
          </ol>
        </CardBody>
      </Card>
    </>
  );
}

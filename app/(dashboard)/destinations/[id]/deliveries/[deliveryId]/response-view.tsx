import { Facts } from "#components/ui/facts";
import { Notice } from "#components/ui/notice";
import type { FoundDelivery } from "#lib/deliveries/find-delivery";
import { BodyText } from "../../../../_http/body-text.tsx";
import { HeaderList } from "../../../../_http/header-list.tsx";
import { readable } from "../../../../_http/readable.ts";
import { milliseconds } from "../../../../events/lag.tsx";

type Run = FoundDelivery["runs"][number];

/** What came back: the response as far as it was kept, or why there was none. */
export function ResponseView({ run: { request, response } }: { run: Run }) {
  if (request === null) return null;
  const answered = response?.status != null;
  return (
    <section aria-label="Response" className="grid min-w-0 content-start gap-3">
      <h2 className="text-xs font-medium text-faint">Response</h2>
      {request.error === null || request.error === `answered ${response?.status}` ? null : (
        <Notice tone="amber">{request.error}</Notice>
      )}
      <Facts
        facts={[
          ["Status", answered ? response.status : "none"],
          ["Took", milliseconds(request.durationMs)],
          ["Peer address", request.peerAddress],
        ]}
      />
      {answered ? <Answer response={response} /> : null}
    </section>
  );
}

function Answer({ response }: { response: NonNullable<Run["response"]> }) {
  const { headers, body, truncated } = response;
  return (
    <>
      <HeaderList headers={headers ?? []} />
      {body === null || body.length === 0 ? (
        <p className="text-xs text-muted">Without a body.</p>
      ) : (
        <BodyText label="Body of the response" text={readable(body, true).text} />
      )}
      {truncated ? <p className="text-xs text-muted">The first 20 kB: the rest was not read.</p> : null}
    </>
  );
}

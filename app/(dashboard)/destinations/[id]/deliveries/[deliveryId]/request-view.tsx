import { JsonView } from "#components/json-view";
import { Segments } from "#components/ui/segments";
import { UserText } from "#components/ui/user-text";
import type { FoundDelivery } from "#lib/deliveries/find-delivery";
import { deliveryPath } from "#lib/page-paths";
import { BodyText } from "../../../../_http/body-text.tsx";
import { HeaderList } from "../../../../_http/header-list.tsx";
import { bytes, readable, readJson } from "../../../../_http/readable.ts";

type Request = NonNullable<FoundDelivery["runs"][number]["request"]>;
type Props = { delivery: FoundDelivery; request: Request; list: string; raw: boolean; withBody: boolean };

/** A request as it was sent. The bytes are the same at each attempt, so they are shown once. */
export function RequestView({ delivery, request, list, raw, withBody }: Props) {
  return (
    <section aria-label="Request" className="grid min-w-0 content-start gap-3">
      <h2 className="text-xs font-medium text-faint">Request</h2>
      <p className="font-mono text-xs break-all">
        POST <UserText>{request.url}</UserText>
      </p>
      <HeaderList
        headers={request.headers.map(([name, value]) => [name, isSignature(name) ? shortened(value) : value])}
      />
      {withBody ? (
        <Body {...{ delivery, list, raw }} />
      ) : (
        <p className="text-xs text-muted">The same {bytes(delivery.body.length)} as in every attempt.</p>
      )}
    </section>
  );
}

/** A header that signs the request, whatever the format. */
export function isSignature(name: string): boolean {
  return /^(?:webhook|svix)-signature$/i.test(name);
}

/** Whoever reads here must not be able to send the request in our name: `v1,K5oZfz…`, one for each secret. */
function shortened(signatures: string): string {
  return signatures
    .split(" ")
    .map((signature) => `${signature.slice(0, 9)}…`)
    .join(" ");
}

function Body({ delivery, list, raw }: Pick<Props, "delivery" | "list" | "raw">) {
  const { body, destination, id } = delivery;
  if (delivery.removedAt !== null) return <p className="text-xs text-muted">The body was removed under retention.</p>;
  const path = (show?: string) =>
    deliveryPath({ destinationId: destination.id, deliveryId: id }, { list, ...(show ? { show } : {}) });
  const json = raw ? undefined : readJson(body);
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <Segments
          label="How the body is shown"
          segments={[
            { href: path(), label: "Pretty", current: !raw },
            { href: path("raw"), label: "Raw", current: raw },
          ]}
        />
        <span className="text-xs text-faint">{bytes(body.length)}</span>
      </div>
      {json?.tree === undefined ? (
        <BodyText label="Body of the request" text={json?.indented ?? readable(body, false).text} />
      ) : (
        <JsonView value={json.tree} />
      )}
    </div>
  );
}

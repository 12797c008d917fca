import { Facts } from "#components/ui/facts";
import { FORMAT_WORDS } from "../destination-words.ts";

/** What a request holds in each format. */
export function Formats() {
  return (
    <div className="grid gap-5 md:grid-cols-2">
      <section className="grid content-start gap-2">
        <h3 className="font-semibold">{FORMAT_WORDS.casewire}</h3>
        <p className="text-muted">
          Standard Webhooks. The body is <code>{"{type, timestamp, data}"}</code>; every library of that standard
          verifies it.
        </p>
        <Facts
          facts={[
            [<code key="n">webhook-id</code>, "the id of the event, the same at each attempt and each resend"],
            [<code key="n">webhook-timestamp</code>, "when this request was signed, in seconds"],
            [
              <code key="n">webhook-signature</code>,
              "v1, and HMAC-SHA-256 of id.timestamp.body in base64; one for each secret in use",
            ],
          ]}
        />
      </section>
      <section className="grid content-start gap-2">
        <h3 className="font-semibold">{FORMAT_WORDS["as-received"]}</h3>
        <p className="text-muted">
          The provider's own bytes under its own message id, signed with the destination's secret, as VOVE ID's
          documentation describes it.
        </p>
        <Facts
          facts={[
            [<code key="n">svix-id</code>, "the provider's message id"],
            [<code key="n">svix-timestamp</code>, "when this request was signed, in seconds"],
            [<code key="n">svix-signature</code>, "as above"],
          ]}
        />
      </section>
      <p className="text-muted md:col-span-2">
        Both are a POST with <code>content-type: application/json</code>. Every answer 2xx within 15 seconds is a
        success. Any other is repeated after 5 seconds, 45 seconds, 7 minutes and an hour; 429 and 503 may say when by{" "}
        <code>retry-after</code>, and 410 disables the destination.
      </p>
    </div>
  );
}

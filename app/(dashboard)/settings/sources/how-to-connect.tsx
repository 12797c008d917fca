import type { ListedSource } from "#lib/sources/list-sources";

/** The steps at VOVE ID, unfolded until the source has a secret. */
export function HowToConnect({ source, open }: { source: ListedSource; open: boolean }) {
  return (
    <details open={open} className="rounded-md bg-sunken px-3 py-2">
      <summary className="cursor-pointer font-medium">How to connect VOVE ID</summary>
      <ol className="mt-2 grid max-w-prose list-decimal gap-1 pl-5 text-muted">
        <li>In VOVE ID's dashboard open Settings, Webhooks, and add an endpoint.</li>
        <li>
          Paste the endpoint above as its URL. VOVE ID must be able to reach it from outside, by HTTPS: behind a reverse
          proxy, or for a trial through a tunnel.
        </li>
        <li>Choose the event types {source.expectedTypes.join(", ")}.</li>
        <li>Copy the signing secret it shows, which begins with whsec_, and add it here with Add secret.</li>
        <li>Send a test event below: it goes to the same endpoint.</li>
      </ol>
    </details>
  );
}

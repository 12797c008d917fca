import { Download } from "lucide-react";
import Link from "next/link";
import { JsonView } from "#components/json-view";
import { Time } from "#components/time";
import { LinkButton } from "#components/ui/button";
import { classes } from "#components/ui/classes";
import type { KeptBody } from "#lib/events/read-body";
import { eventPath, rawPath } from "#lib/page-paths";
import { BodyText } from "../../../_http/body-text.tsx";
import { bytes, readable, readJson, SHOWN_BYTES, visible } from "../../../_http/readable.ts";
import { DiffView } from "../_body/diff-view.tsx";

type Props = {
  event: { source: string; messageId: string; bodyHash: string; removedAt: Date | null };
  body: Buffer;
  previous: KeptBody | undefined;
  list: string;
  /** `raw`, `diff`, or anything else for pretty; with `all`, whole. */
  show: string;
};

const VIEWS = { pretty: "Pretty", raw: "Raw", diff: "Diff with the one before" };

export function BodyTab(props: Props) {
  const { event, body, list } = props;
  const [view = "pretty", extent] = props.show.split("-");
  if (event.removedAt)
    return (
      <p className="text-muted">
        The bytes were removed under retention on <Time at={event.removedAt} absolute />. Their SHA-256 was{" "}
        <code className="break-all">{event.bodyHash}</code>.
      </p>
    );
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <ul aria-label="How the body is shown" className="flex rounded-md border border-line-strong p-0.5">
          {Object.entries(VIEWS).map(([name, label]) => (
            <li key={name}>
              <Link
                scroll={false}
                href={eventPath(event, { list, show: name })}
                aria-current={name === view ? "true" : undefined}
                className={classes(
                  "flex h-6 items-center rounded-sm px-2 text-xs",
                  name === view ? "bg-selected font-medium text-accent" : "text-muted hover:text-ink",
                )}
              >
                {label}
              </Link>
            </li>
          ))}
        </ul>
        <span className="text-xs text-faint" title={`SHA-256 ${event.bodyHash}`}>
          {bytes(body.length)}, SHA-256 {event.bodyHash.slice(0, 12)}…
        </span>
        <LinkButton size="sm" className="ml-auto" href={rawPath(event)} prefetch={false} download>
          <Download aria-hidden="true" />
          Download raw
        </LinkButton>
      </div>
      {view === "diff" ? <Diff {...props} /> : <Bytes {...props} view={view} all={extent === "all"} />}
    </div>
  );
}

function Diff({ event, body, previous }: Props) {
  if (previous?.removedAt)
    return <p className="text-muted">The bytes of the one before were removed under retention.</p>;
  return <DiffView source={event.source} body={body} previous={previous} />;
}

function Bytes({ event, body, list, view, all }: Props & { view: string; all: boolean }) {
  const links = { allHref: eventPath(event, { list, show: `${view}-all` }), rawHref: rawPath(event) };
  if (body.length === 0) return <p className="text-muted">The body is empty.</p>;
  const json = view === "pretty" ? readJson(body) : undefined;
  if (json?.tree !== undefined) return <JsonView value={json.tree} />;
  if (json) {
    const cut = !all && json.indented.length > SHOWN_BYTES;
    const text = visible(cut ? json.indented.slice(0, SHOWN_BYTES) : json.indented);
    return (
      <div className="grid gap-2">
        <BodyText label="Body" text={text} />
        {cut ? <OnlyBeginning of={body.length} {...links} /> : null}
      </div>
    );
  }
  const { text, form, cut } = readable(body, all);
  return (
    <div className="grid gap-2">
      {view === "pretty" ? <p className="text-muted">This body is not JSON that can be laid out: as it came.</p> : null}
      {form === "hex" ? <p className="text-muted">Not UTF-8: in hexadecimal.</p> : null}
      <BodyText label="Body" text={text} />
      {cut ? <OnlyBeginning of={body.length} {...links} /> : null}
    </div>
  );
}

function OnlyBeginning({ of, allHref, rawHref }: { of: number; allHref: string; rawHref: string }) {
  return (
    <div className="flex flex-wrap items-center gap-2 text-xs text-muted">
      Only the beginning of {bytes(of)}.
      <LinkButton size="sm" href={allHref} scroll={false} prefetch={false}>
        Show all
      </LinkButton>
      <LinkButton size="sm" href={rawHref} prefetch={false} download>
        <Download aria-hidden="true" />
        Download raw
      </LinkButton>
    </div>
  );
}

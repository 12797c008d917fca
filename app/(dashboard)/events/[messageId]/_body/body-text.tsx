import { Download } from "lucide-react";
import { LinkButton } from "#components/ui/button";
import { bytes } from "./readable.ts";

/** Text in a scrolling box, with links to the whole where it was cut. */
export function BodyText(props: { text: string; label: string; cutOf?: number; allHref: string; rawHref: string }) {
  return (
    <div className="grid gap-2">
      <section
        aria-label={props.label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1)
        tabIndex={0}
        className="max-h-[36rem] overflow-auto rounded-md border border-line bg-canvas p-3"
      >
        <pre className="font-mono text-xs leading-5 whitespace-pre-wrap">{props.text}</pre>
      </section>
      {props.cutOf === undefined ? null : (
        <div className="flex flex-wrap items-center gap-2 text-xs text-muted">
          Only the beginning of {bytes(props.cutOf)}.
          <LinkButton size="sm" href={props.allHref} scroll={false} prefetch={false}>
            Show all
          </LinkButton>
          <LinkButton size="sm" href={props.rawHref} prefetch={false} download>
            <Download aria-hidden="true" />
            Download raw
          </LinkButton>
        </div>
      )}
    </div>
  );
}

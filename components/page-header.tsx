import { CircleHelp } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { classes } from "#components/ui/classes";
import { isolateTexts } from "#components/ui/user-text";

/**
 * The top of a page: its one h1, a description, and the actions of the whole page. `help`: the part of the page Help that says what its words
 * mean.
 */
export function PageHeader(props: {
  title: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  back?: ReactNode;
  help?: "statuses" | "attention" | "effects" | "words" | "times";
}) {
  return (
    <header className="flex flex-wrap items-end gap-x-4 gap-y-2 pb-3">
      <div className="grid min-w-0 grid-cols-[minmax(0,auto)] gap-0.5">
        {props.back ? <div className="text-xs text-muted">{props.back}</div> : null}
        <div className="flex items-center gap-1.5">
          <h1 className="text-xl font-semibold tracking-tight text-balance">{isolateTexts(props.title)}</h1>
          {props.help ? (
            <Link
              href={`/help#${props.help}`}
              aria-label="What the words mean"
              title="What the words mean"
              className="inline-grid place-items-center rounded-sm p-1 text-faint hover:text-accent print:hidden pointer-coarse:size-10"
            >
              <CircleHelp aria-hidden="true" className="size-4" />
            </Link>
          ) : null}
        </div>
        {props.description ? (
          <div className={classes("text-muted", typeof props.description === "string" && "max-w-prose")}>
            {isolateTexts(props.description)}
          </div>
        ) : null}
      </div>
      {props.actions ? (
        <div className="ml-auto flex flex-wrap items-center gap-2 print:hidden">{props.actions}</div>
      ) : null}
    </header>
  );
}

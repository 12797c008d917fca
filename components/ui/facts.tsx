import { Fragment, type ReactNode } from "react";
import { classes } from "./classes.ts";
import { isolateTexts } from "./user-text.tsx";

/** Names and values in two columns. A value of null, undefined or false leaves out its line. */
export function Facts({ facts, className }: { facts: [name: ReactNode, value: ReactNode][]; className?: string }) {
  return (
    <dl className={classes("grid grid-cols-[max-content_minmax(0,1fr)] items-baseline gap-x-4 gap-y-1.5", className)}>
      {facts.map(([name, value], at) =>
        value === null || value === undefined || value === false ? null : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a list keep their order
          <Fragment key={at}>
            <dt className="text-xs text-faint">{isolateTexts(name)}</dt>
            <dd className="min-w-0">{isolateTexts(value)}</dd>
          </Fragment>
        ),
      )}
    </dl>
  );
}

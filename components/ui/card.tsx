import type { ComponentProps, ReactNode } from "react";
import { classes } from "./classes.ts";
import { isolateTexts } from "./user-text.tsx";

/** A bordered section with an optional title and actions. */
export function Card({
  title,
  actions,
  className,
  children,
  ...props
}: Omit<ComponentProps<"section">, "title"> & { title?: ReactNode; actions?: ReactNode }) {
  return (
    <section className={classes("min-w-0 rounded-lg border border-line bg-surface", className)} {...props}>
      {title ? (
        <header className="flex min-h-10 flex-wrap items-center gap-2 border-b border-line px-3 py-1.5">
          <h2 className="font-semibold">{isolateTexts(title)}</h2>
          {actions ? <div className="ml-auto flex items-center gap-1.5">{actions}</div> : null}
        </header>
      ) : null}
      {children}
    </section>
  );
}

/** The padded content of a Card. */
export function CardBody({ className, ...props }: ComponentProps<"div">) {
  return <div className={classes("p-3", className)} {...props} />;
}

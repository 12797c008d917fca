import type { ComponentProps } from "react";
import { classes } from "./classes.ts";
import { isolateTexts } from "./user-text.tsx";

/** A table that scrolls sideways inside a focusable region, so that the page does not. `label` names both. */
export function Table({ label, className, ...props }: ComponentProps<"table"> & { label: string }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1)
      tabIndex={0}
      className="relative min-w-0 overflow-x-auto focus-visible:-outline-offset-2"
    >
      <table className={classes("w-full border-collapse text-left", className)} {...props} />
    </section>
  );
}

export function TableHead(props: ComponentProps<"thead">) {
  return <thead {...props} />;
}

export function TableBody(props: ComponentProps<"tbody">) {
  return <tbody {...props} />;
}

export function TableRow({ className, ...props }: ComponentProps<"tr">) {
  return <tr className={classes("border-b border-line last:border-0 hover:bg-hover", className)} {...props} />;
}

export function TableHeader({ className, scope = "col", ...props }: ComponentProps<"th">) {
  return (
    <th
      scope={scope}
      className={classes(
        "h-8 border-b border-line px-3 compact:h-7 compact:px-2 text-xs font-medium whitespace-nowrap text-faint",
        className,
      )}
      {...props}
    />
  );
}

export function TableCell({ className, children, ...props }: ComponentProps<"td">) {
  return (
    <td
      className={classes("h-9 px-3 py-1.5 align-middle compact:h-7 compact:px-2 compact:py-0.5", className)}
      {...props}
    >
      {isolateTexts(children)}
    </td>
  );
}

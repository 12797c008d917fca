import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { classes } from "./classes.ts";
import { isolateTexts, visibleText } from "./user-text.tsx";

const look = cva(
  "inline-flex h-5 max-w-full items-center gap-1 rounded-sm px-1.5 text-xs font-medium whitespace-nowrap [&_svg]:size-3 [&_svg]:shrink-0",
  {
    variants: {
      tone: {
        neutral: "bg-sunken text-muted",
        outline: "border border-line-strong text-muted",
        accent: "bg-selected text-accent",
        blue: "bg-blue-soft text-blue",
        violet: "bg-violet-soft text-violet",
        green: "bg-green-soft text-green",
        amber: "bg-amber-soft text-amber",
        red: "bg-red-soft text-red",
        // Filled only where a person must act.
        attention: "bg-amber-fill text-on-amber",
        alarm: "bg-red-fill text-on-red",
      },
    },
    defaultVariants: { tone: "neutral" },
  },
);

export type BadgeTone = NonNullable<VariantProps<typeof look>["tone"]>;

/** A short word with a colour. Give it an icon too: many people cannot tell the colours. */
export function Badge({ tone, className, title, children, ...props }: ComponentProps<"span"> & { tone?: BadgeTone }) {
  return (
    <span className={classes(look({ tone }), className)} title={title && visibleText(title)} {...props}>
      {isolateTexts(children)}
    </span>
  );
}

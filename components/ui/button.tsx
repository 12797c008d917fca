import { cva, type VariantProps } from "class-variance-authority";
import Link from "next/link";
import type { ComponentProps } from "react";
import { classes } from "./classes.ts";

const look = cva(
  "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap select-none transition-colors duration-100 disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55 [&_svg]:size-3.5 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "bg-accent-fill text-on-accent hover:bg-accent-fill-hover",
        secondary: "border border-line-strong bg-surface text-ink hover:bg-hover",
        ghost: "text-muted hover:bg-hover hover:text-ink",
        danger: "border border-red text-red bg-surface hover:bg-red-soft",
      },
      size: {
        // A finger needs 40 px.
        sm: "h-6 px-2 text-xs pointer-coarse:h-10",
        md: "h-7 px-2.5 text-sm pointer-coarse:h-10",
        lg: "h-9 px-4 text-base pointer-coarse:h-10",
        icon: "size-7 pointer-coarse:size-10",
      },
    },
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

export type ButtonLook = VariantProps<typeof look>;

/** A button that submits only with `type="submit"`. With `size="icon"` give it an `aria-label`. */
export function Button({ variant, size, className, type = "button", ...props }: ComponentProps<"button"> & ButtonLook) {
  return <button type={type} className={classes(look({ variant, size }), className)} {...props} />;
}

/** The classes of a button for another element, such as a link that downloads. */
export function buttonLook(options: ButtonLook = {}): string {
  return classes(look(options));
}

/** A link that looks like a button. */
export function LinkButton({ variant, size, className, ...props }: ComponentProps<typeof Link> & ButtonLook) {
  return <Link className={classes(look({ variant, size }), className)} {...props} />;
}

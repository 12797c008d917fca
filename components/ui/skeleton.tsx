import { classes } from "./classes.ts";

/** The place something will take, at its size, so that nothing jumps when it comes. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={classes("block animate-pulse rounded-md bg-sunken", className)} />;
}

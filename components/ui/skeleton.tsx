import { classes } from "./classes.ts";

/** A placeholder of the final size, so that nothing moves when the content comes. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={classes("block animate-pulse rounded-md bg-sunken", className)} />;
}

import Link from "next/link";
import type { FoundEvent } from "#lib/events/find-event";
import { failurePath } from "#lib/page-paths";

/** From a run that gave up to all that gave up so. */
export function ElsewhereLink({ run }: { run: FoundEvent["runs"][number] }) {
  const { state, latest, handler, failure } = run;
  if (state !== "dead" || !latest || failure === null) return null;
  return (
    <Link prefetch={false} href={failurePath({ handler, failure })} className="w-fit text-accent hover:underline">
      Where else did this fail?
    </Link>
  );
}

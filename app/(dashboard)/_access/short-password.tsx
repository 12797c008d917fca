import Link from "next/link";
import { Notice } from "#components/ui/notice";

/** Shown to a person whose password is shorter than the current minimum. */
export function ShortPassword() {
  return (
    <Notice tone="amber" className="mb-3" title="Your password is too short by today's rule">
      <Link href="/account" className="underline">
        Choose one of 12 characters or more
      </Link>
    </Notice>
  );
}

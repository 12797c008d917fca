import Link from "next/link";
import { classes } from "#components/ui/classes";
import { isolateTexts } from "#components/ui/user-text";
import { causeWords } from "./cause-words.ts";
import { rejectedPath } from "./rejected-path.ts";

type Props = { causes: { cause: string; n: number }[]; current: string | undefined };

/** The rejections of thirty days by cause, kept or only counted; each cause is a filter of the list. */
export function CauseCounts({ causes, current }: Props) {
  if (causes.length === 0) return null;
  return (
    <ul aria-label="Refused requests of thirty days by cause" className="flex flex-wrap gap-1.5">
      {causes.map(({ cause, n }) => (
        <li key={cause}>
          <Link
            href={rejectedPath(cause === current ? undefined : cause)}
            aria-current={cause === current ? "true" : undefined}
            className={classes(
              "inline-flex h-7 items-center gap-2 rounded-md border px-2.5 text-xs",
              cause === current
                ? "border-accent bg-selected font-medium text-accent"
                : "border-line-strong bg-surface text-muted hover:bg-hover",
            )}
          >
            {isolateTexts(causeWords(cause))}
            <span className="font-medium">{n.toLocaleString("en")}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

import Link from "next/link";
import { classes } from "#components/ui/classes";
import { Segments } from "#components/ui/segments";
import type { KindCount } from "#lib/cases/changes/count-changes";
import { CHANGE_KINDS, type ChangeKind, type ChangesFilter } from "#lib/cases/changes/filter";
import { CHANGE_WORDS } from "./change-words.ts";
import { changesPath } from "./changes-path.ts";

type Props = { filter: ChangesFilter; counts: Record<ChangeKind, KindCount> };

/** How many changes of each kind there are; a kind narrows the list to it, and again to all. */
export function KindChoice({ filter, counts }: Props) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Segments
        label="Whose"
        segments={[
          {
            href: changesPath({ ...filter, whose: undefined }),
            label: "All cases",
            current: filter.whose === undefined,
          },
          { href: changesPath({ ...filter, whose: "mine" }), label: "Mine", current: filter.whose === "mine" },
        ]}
      />
      <ul aria-label="Kinds" className="flex flex-wrap gap-1.5">
        {CHANGE_KINDS.map((kind) => {
          const current = filter.kind === kind;
          return (
            <li key={kind}>
              <Link
                href={changesPath({ ...filter, kind: current ? undefined : kind })}
                aria-current={current ? "true" : undefined}
                className={classes(
                  "inline-flex h-7 items-center gap-1.5 rounded-md border px-2 max-md:h-10",
                  current ? "border-accent bg-selected text-accent" : "border-line hover:bg-hover",
                )}
              >
                {CHANGE_WORDS[kind]} <span className="font-medium">{inWords(counts[kind])}</span>
              </Link>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function inWords({ n, capped }: KindCount): string {
  return `${n.toLocaleString("en")}${capped ? "+" : ""}`;
}

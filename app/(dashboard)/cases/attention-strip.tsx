import { X } from "lucide-react";
import Link from "next/link";
import { classes } from "#components/ui/classes";
import type { Count } from "#lib/cases/board/count-cases";
import type { Attention, CasesFilter } from "#lib/cases/board/filter";
import { ATTENTION_WORDS } from "../_words.ts";
import { ATTENTION_ICONS } from "./attention-looks.ts";
import { countInWords } from "./count-words.ts";
import { type CasesView, casesPath } from "./paths.ts";

const URGENT = new Set(["overdue", "business-not-told", "delivery"]);

/** How many cases need attention, by reason, each a link to them. Overdue follow-ups and delivery problems are red. */
export function AttentionStrip(props: { counts: Record<Attention, Count>; filter: CasesFilter; view: CasesView }) {
  const { counts, filter, view } = props;
  const chosen = filter.attention ?? [];
  const all = Object.keys(ATTENTION_WORDS) as Attention[];
  const offered = all.filter((attention) => counts[attention].n > 0 || chosen.includes(attention));
  if (offered.length === 0) return null;
  return (
    <nav aria-label="Needs attention" className="min-w-0">
      <ul className="flex flex-wrap gap-1.5">
        {offered.map((attention) => {
          const Icon = ATTENTION_ICONS[attention];
          const { word, meaning } = ATTENTION_WORDS[attention];
          const on = chosen.includes(attention);
          const others = all.filter((one) => (one === attention ? !on : chosen.includes(one)));
          return (
            <li key={attention}>
              <Link
                href={casesPath({ ...filter, attention: others.length > 0 ? others : undefined }, view)}
                aria-current={on ? "true" : undefined}
                title={meaning}
                className={classes(
                  "flex h-7 items-center gap-1.5 rounded-full border px-2.5 text-xs font-medium [&_svg]:size-3.5",
                  URGENT.has(attention) ? "border-red text-red" : "border-line-strong text-muted",
                  on ? "border-accent bg-selected text-accent" : "bg-surface hover:bg-hover",
                )}
              >
                <Icon aria-hidden="true" />
                {word}
                <span className="font-semibold">{countInWords(counts[attention])}</span>
                {on ? <X aria-label="(remove this filter)" /> : null}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

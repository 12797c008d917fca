import { Ban, Check, Play, ShieldCheck } from "lucide-react";
import type { ComponentType } from "react";
import type { Plan } from "#lib/replay/plan-handler";

type Would = Plan["lines"][number]["would"];

const LOOKS: Record<
  Would,
  { icon: ComponentType<{ className: string; "aria-hidden": "true" }>; look: string; word: string }
> = {
  do: { icon: Play, look: "text-accent", word: "Would do" },
  nothing: { icon: Check, look: "text-green", word: "Nothing to do" },
  "not-repeat": { icon: ShieldCheck, look: "text-green", word: "Would not repeat" },
  skip: { icon: Ban, look: "text-faint", word: "Would skip" },
};

/** What a handler would do, line by line, and what it would not do again. */
export function PlanLines({ plan }: { plan: Plan }) {
  return (
    <ul className="grid gap-1.5">
      {plan.lines.map(({ would, sentence }) => {
        const { icon: Icon, look, word } = LOOKS[would];
        return (
          <li key={`${would} ${sentence}`} className="grid grid-cols-[1rem_minmax(0,1fr)] gap-x-2">
            <Icon aria-hidden="true" className={`mt-0.5 size-3.5 ${look}`} />
            <span>
              <span className="sr-only">{word}: </span>
              {sentence}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

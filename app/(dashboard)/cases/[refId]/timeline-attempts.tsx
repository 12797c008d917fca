import { Bot } from "lucide-react";
import { Time } from "#components/time";
import { isolateTexts } from "#components/ui/user-text";
import type { RunItem } from "#lib/cases/timeline/viewer-items";
import { actionOf } from "../../_words.ts";

/** Failed attempts of one action on one message, as one line; unfolded, each with why it failed. */
export function TimelineAttempts({ attempts }: { attempts: readonly [RunItem, ...RunItem[]] }) {
  const last = attempts.at(-1) ?? attempts[0];
  return (
    <li className="relative grid grid-cols-[1.375rem_minmax(0,1fr)] gap-x-2.5 py-1.5">
      <span className="relative grid size-5.5 place-items-center rounded-full border border-line bg-surface">
        <Bot aria-hidden="true" className="size-3 text-faint" />
      </span>
      <details className="min-w-0 pt-0.5">
        <summary className="cursor-pointer rounded-sm text-muted max-md:min-h-10">
          {actionOf(attempts[0].handler)} failed {attempts.length} times, last <Time at={last.at} />
        </summary>
        <ol className="mt-1 grid gap-1 border-l border-line pl-2.5 text-xs text-muted">
          {attempts.map((attempt) => (
            <li key={attempt.id} className="flex flex-wrap gap-x-2">
              <Time at={attempt.at} absolute="local" className="whitespace-nowrap text-faint" />
              <span className="min-w-0 break-words">
                {isolateTexts(attempt.error ?? `attempt ${attempt.attempt} failed`)}
              </span>
            </li>
          ))}
        </ol>
      </details>
    </li>
  );
}

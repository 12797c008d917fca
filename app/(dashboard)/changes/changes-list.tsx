import { CircleCheckBig } from "lucide-react";
import Link from "next/link";
import { Time } from "#components/time";
import { Badge, type BadgeTone } from "#components/ui/badge";
import { Card } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { isolateTexts, UserText } from "#components/ui/user-text";
import type { ChangeKind } from "#lib/cases/changes/filter";
import type { Change } from "#lib/cases/changes/viewer-change";
import { casePath } from "#lib/page-paths";
import { CHANGE_WORDS, changeInWords } from "./change-words.ts";

const TONES: Record<ChangeKind, BadgeTone> = {
  opened: "blue",
  moved: "violet",
  ended: "outline",
  contradicted: "red",
  missing: "amber",
  "account-enabled": "green",
  "follow-up-opened": "attention",
  "follow-up-done": "neutral",
};

/** What changed, by case: the case that changed last comes first, with all that this page has of it. */
export function ChangesList({ items, more }: { items: readonly Change[]; more: boolean }) {
  const cases = Map.groupBy(items, ({ source, refId }) => JSON.stringify([source, refId]));
  return (
    <Card>
      {cases.size === 0 ? (
        <EmptyState
          icon={CircleCheckBig}
          title={more ? "Nothing of this kind in the newest part of this time" : "Nothing changed in this time"}
        />
      ) : (
        <ul aria-label="Changed cases" className="divide-y divide-line">
          {[...cases].map(([key, changes]) => (
            <li key={key} className="grid gap-x-4 gap-y-1 px-3 py-2 md:grid-cols-[minmax(0,16rem)_minmax(0,1fr)]">
              <CaseName of={changes[0]} />
              <ol className="grid gap-1">
                {changes.map((change) => (
                  <li key={`${change.from}-${change.id}`} className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
                    <Time at={change.at} className="w-16 shrink-0 text-xs whitespace-nowrap text-faint" />
                    <span className="flex flex-wrap gap-1">
                      {change.kinds.map((kind) => (
                        <Badge key={kind} tone={TONES[kind]}>
                          {CHANGE_WORDS[kind]}
                        </Badge>
                      ))}
                    </span>
                    <span className="min-w-0 break-words">{isolateTexts(changeInWords(change))}</span>
                  </li>
                ))}
              </ol>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function CaseName({ of }: { of: Change | undefined }) {
  if (!of) return null;
  return (
    <p className="min-w-0">
      <Link href={casePath(of)} dir="auto" className="block truncate font-medium hover:underline">
        <UserText>{of.name ?? of.refId}</UserText>
      </Link>
      {of.name === null ? null : (
        <span dir="auto" className="block truncate text-xs text-faint">
          <UserText>{of.refId}</UserText>
        </span>
      )}
    </p>
  );
}

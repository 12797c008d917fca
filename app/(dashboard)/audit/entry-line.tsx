import Link from "next/link";
import type { ReactNode } from "react";
import { Time } from "#components/time";
import { Facts } from "#components/ui/facts";
import { isolateTexts, UserText } from "#components/ui/user-text";
import type { Entry } from "#lib/audit/list-entries";
import { auditPath } from "./audit-path.ts";
import { actionInWords, actorInWords, entryInWords } from "./entry-words.ts";

/** An entry as a sentence; unfolded, everything that is under its hash and the personal texts beside it. */
export function EntryLine({ entry, unsigned }: { entry: Entry; unsigned: boolean }) {
  const actor = `${entry.actorKind}:${entry.actorId}`;
  const subject = `${entry.subjectKind}:${entry.subjectId}`;
  return (
    <details className="group">
      <summary className="flex list-none flex-wrap items-baseline gap-x-3 px-3 py-2 hover:bg-hover focus-visible:-outline-offset-2">
        <Time at={entry.at} className="w-20 shrink-0 text-xs whitespace-nowrap text-faint max-md:flex-1" />
        <span className="min-w-0 flex-1 max-md:order-last max-md:basis-full">{isolateTexts(entryInWords(entry))}</span>
        <span className="text-xs text-faint">{actionInWords(entry.action)}</span>
      </summary>
      <div className="bg-sunken px-3 py-2">
        <Facts
          facts={[
            ["Entry", unsigned ? `${entry.id}, newer than the last checkpoint` : entry.id],
            ["At", <Time key="at" at={entry.at} absolute />],
            [
              "Actor",
              <Link key="actor" href={auditPath({ actor })} className="text-accent hover:underline">
                <UserText>{actorInWords({ kind: entry.actorKind, label: entry.actorLabel })}</UserText> (
                {entry.actorKind})
              </Link>,
            ],
            [
              "Subject",
              <Link key="subject" href={auditPath({ subject })} className="text-accent hover:underline">
                {entry.subjectKind} <UserText>{entry.subjectId}</UserText>
              </Link>,
            ],
            ...Object.entries(entry.words).map(([field, personal]): [string, ReactNode] => [
              field,
              personal.text ?? (
                <span key={field} className="text-muted">
                  Erased on <Time at={personal.erasedAt} absolute />
                </span>
              ),
            ]),
            ["Line", <Code key="line">{entry.line}</Code>],
            ["Hash", <Code key="hash">{entry.hash}</Code>],
            ["Hash before", <Code key="before">{entry.previousHash}</Code>],
          ]}
        />
      </div>
    </details>
  );
}

/** As it is stored: what the hash is taken of. */
function Code({ children }: { children: string }) {
  return (
    <code data-stored="" className="text-xs break-all text-muted">
      <UserText>{children}</UserText>
    </code>
  );
}

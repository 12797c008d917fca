import { X } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button";
import { Label } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { Notice } from "#components/ui/notice";
import { Select } from "#components/ui/select";
import { isolateTexts, visibleText } from "#components/ui/user-text";
import { ACTIONS } from "#lib/audit/actions";
import type { EntriesFilter } from "#lib/audit/filter";
import { auditPath } from "./audit-path.ts";
import { actionInWords, actorInWords } from "./entry-words.ts";

type Actor = { kind: string; id: string; label: string };

/** A GET form: it works without JavaScript, and the URL is its state. */
export function EntryFilter(props: { filter: EntriesFilter; problems: Record<string, string>; actors: Actor[] }) {
  const { filter, problems, actors } = props;
  return (
    <search aria-label="Entries" className="grid gap-2">
      {/* Keyed: going back must show the fields of the address, not those last typed. */}
      <form action="/audit" key={auditPath(filter)} className="flex flex-wrap items-end gap-2">
        <Select name="actor" aria-label="Actor" defaultValue={filter.actor ?? ""} className="w-auto max-w-56">
          <option value="">Actor: any</option>
          {actors.map(({ kind, id, label }) => (
            <option key={`${kind}:${id}`} value={`${kind}:${id}`}>
              {visibleText(actorInWords({ kind, label }))} ({kind})
            </option>
          ))}
        </Select>
        <Select name="action" aria-label="What was done" defaultValue={filter.action ?? ""} className="w-auto max-w-56">
          <option value="">Anything done</option>
          {ACTIONS.map((action) => ({ action, words: actionInWords(action) }))
            .sort((a, b) => (a.words < b.words ? -1 : 1))
            .map(({ action, words }) => (
              <option key={action} value={action}>
                {words}
              </option>
            ))}
        </Select>
        <Moment name="from" label="From (UTC)" value={filter.from} />
        <Moment name="to" label="Before (UTC)" value={filter.to} />
        {filter.subject ? <input type="hidden" name="subject" value={filter.subject} /> : null}
        {filter.case ? <input type="hidden" name="case" value={filter.case} /> : null}
        <Button type="submit">Filter</Button>
      </form>
      {filter.subject ? (
        <Removable without={{ ...filter, subject: undefined }}>About: {filter.subject.replace(":", " ")}</Removable>
      ) : null}
      {filter.case ? (
        <Removable without={{ ...filter, case: undefined }}>
          Case, its messages and its business: {filter.case.slice(filter.case.indexOf("/") + 1)}
        </Removable>
      ) : null}
      {Object.entries(problems).map(([name, problem]) => (
        <Notice key={name} tone="amber">
          {name} is left out: {problem}
        </Notice>
      ))}
    </search>
  );
}

/** A part of the filter that has no field, as a link that removes it. */
function Removable({ without, children }: { without: EntriesFilter; children: ReactNode }) {
  return (
    <p>
      <Link
        href={auditPath(without)}
        className="inline-flex h-6 max-w-full items-center gap-1 rounded-md bg-selected px-2 text-xs text-accent max-md:h-10"
      >
        <span className="truncate">{isolateTexts(children)}</span>
        <X aria-hidden="true" className="size-3 shrink-0" />
        <span className="sr-only">remove</span>
      </Link>
    </p>
  );
}

function Moment({ name, label, value }: { name: "from" | "to"; label: string; value: string | undefined }) {
  return (
    <div className="grid gap-1">
      <Label htmlFor={`audit-${name}`}>{label}</Label>
      {/* A datetime-local field takes no zone and no seconds. */}
      <Input id={`audit-${name}`} name={name} type="datetime-local" defaultValue={value?.slice(0, 16)} />
    </div>
  );
}

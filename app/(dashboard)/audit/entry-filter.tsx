import { X } from "lucide-react";
import Link from "next/link";
import { Button } from "#components/ui/button";
import { Label } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { Notice } from "#components/ui/notice";
import { Select } from "#components/ui/select";
import { visibleText } from "#components/ui/user-text";
import { ACTIONS } from "#lib/audit/actions";
import type { EntriesFilter } from "#lib/audit/filter";
import { auditPath } from "./audit-path.ts";

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
              {visibleText(label)} ({kind})
            </option>
          ))}
        </Select>
        <Select name="action" aria-label="Action" defaultValue={filter.action ?? ""} className="w-auto max-w-56">
          <option value="">Action: any</option>
          {ACTIONS.map((action) => (
            <option key={action} value={action}>
              {action}
            </option>
          ))}
        </Select>
        <Moment name="from" label="From (UTC)" value={filter.from} />
        <Moment name="to" label="Before (UTC)" value={filter.to} />
        {filter.subject ? <input type="hidden" name="subject" value={filter.subject} /> : null}
        <Button type="submit">Filter</Button>
      </form>
      {filter.subject ? (
        <p>
          <Link
            href={auditPath({ ...filter, subject: undefined })}
            className="inline-flex h-6 max-w-full items-center gap-1 rounded-md bg-selected px-2 text-xs text-accent"
          >
            <span className="truncate">About: {filter.subject.replace(":", " ")}</span>
            <X aria-hidden="true" className="size-3 shrink-0" />
            <span className="sr-only">remove</span>
          </Link>
        </p>
      ) : null}
      {Object.entries(problems).map(([name, problem]) => (
        <Notice key={name} tone="amber">
          {name} is left out: {problem}
        </Notice>
      ))}
    </search>
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

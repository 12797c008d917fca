import { X } from "lucide-react";
import Link from "next/link";
import { Label } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { Notice } from "#components/ui/notice";
import { Select } from "#components/ui/select";
import { type EventsFilter, RUN_STATE_CHOICES, VERDICT_CHOICES } from "#lib/events/filter";
import { TimeField } from "../_filter/time-range.tsx";
import { RUN_STATE_WORDS, VERDICT_WORDS } from "../_words.ts";
import { FilterForm } from "./filter-form.tsx";
import { FILTER_NAMES, filterFields, filterValue } from "./filter-words.tsx";
import { eventsPath } from "./list-path.ts";

const TYPES = ["in_progress", "in_review", "completed", "rejected"].map((state) => `kyb.case.${state}`);
/** The word of an option where its value is a word of the code. */
const OPTION_WORDS: Partial<Record<keyof EventsFilter, (option: string) => string | undefined>> = {
  verdict: (option) => (VERDICT_WORDS as Record<string, { word: string }>)[option]?.word,
  runState: (option) => (RUN_STATE_WORDS as Record<string, string>)[option],
};

const MORE = ["refId", "messageId", "source"] as const;

export function EventFilter({ filter, problems }: { filter: EventsFilter; problems: Record<string, string> }) {
  return (
    <div className="grid gap-2">
      <FilterForm
        values={
          Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as Record<
            string,
            string
          >
        }
        moreInUse={MORE.some((name) => filter[name] !== undefined)}
        choices={
          <>
            <Choice name="type" value={filter.type} options={[...TYPES, "unrecognised"]} />
            <Choice name="verdict" value={filter.verdict} options={VERDICT_CHOICES} />
            <Choice name="runState" value={filter.runState} options={RUN_STATE_CHOICES} />
          </>
        }
        more={
          <>
            {MORE.map((name) => (
              <div key={name} className="grid content-start gap-1">
                <Label htmlFor={`filter-${name}`}>{FILTER_NAMES[name]}</Label>
                <Input id={`filter-${name}`} name={name} type="text" defaultValue={filter[name]} />
              </div>
            ))}
            <TimeField key={`from ${filter.from}`} name="from" label={FILTER_NAMES.from} value={filter.from} />
            <TimeField key={`to ${filter.to}`} name="to" label={FILTER_NAMES.to} value={filter.to} />
          </>
        }
      />
      <InForce filter={filter} />
      {Object.entries(problems).map(([name, problem]) => (
        <Notice key={name} tone="amber">
          {FILTER_NAMES[name as keyof EventsFilter]} is left out: {problem}
        </Notice>
      ))}
    </div>
  );
}

function Choice(props: {
  name: "type" | "verdict" | "runState";
  value?: string | undefined;
  options: readonly string[];
}) {
  const { name, value, options } = props;
  // The address may name a value that is not in the list.
  const all = value === undefined || options.includes(value) ? options : [...options, value];
  return (
    <Select name={name} aria-label={FILTER_NAMES[name]} defaultValue={value ?? ""} className="w-auto max-w-56">
      <option value="">{FILTER_NAMES[name]}: any</option>
      {all.map((option) => (
        <option key={option} value={option}>
          {OPTION_WORDS[name]?.(option) ?? option}
        </option>
      ))}
    </Select>
  );
}

/** Each filter in use, with a link that removes it. */
function InForce({ filter }: { filter: EventsFilter }) {
  const names = filterFields.filter((name) => filter[name] !== undefined);
  if (names.length === 0) return null;
  return (
    <ul aria-label="Filters in force" className="flex flex-wrap gap-1.5">
      {names.map((name) => (
        <li key={name}>
          <Link
            href={eventsPath({ ...filter, [name]: undefined })}
            className="inline-flex h-6 max-w-72 items-center gap-1 rounded-md bg-selected px-2 text-xs text-accent"
          >
            <span className="truncate">
              {FILTER_NAMES[name]}: {filterValue(filter, name)}
            </span>
            <X aria-hidden="true" className="size-3 shrink-0" />
            <span className="sr-only">remove</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

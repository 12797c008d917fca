import { Notice } from "#components/ui/notice";
import type { CasesFilter } from "#lib/cases/board/filter";
import { shownSort } from "#lib/cases/board/shown-sort";
import type { Person } from "#lib/cases/list-people";
import { STATUS_WORDS, WORDS } from "../_words.ts";
import { type Choice, FilterBar, type MoreField } from "./filter-bar.tsx";
import type { PageState } from "./view.ts";

const SORTS = [
  { value: "urgent", label: "Most urgent first" },
  { value: "newest", label: "Newest first" },
  { value: "oldest", label: "Longest in state" },
  { value: "ref", label: "refId A–Z" },
  { value: "ref-desc", label: "refId Z–A" },
];

const DUES = [
  { value: "", label: "Any day or none" },
  { value: "late", label: "Late" },
  { value: "today", label: "Due today" },
  { value: "week", label: "Due within 7 days" },
  { value: "none", label: "No day set" },
];

const RAISED = [
  { value: "", label: "Changed since seen or not" },
  { value: "again", label: "Changed since the follow-up was seen" },
];

const TURNS = [
  { value: "", label: "Anybody's turn" },
  { value: "business", label: "The business's turn" },
  { value: "provider", label: "VOVE ID's turn" },
  { value: "us", label: "Our turn" },
];

const HOLDS = [
  { value: "", label: "Held or not" },
  { value: "held", label: "Under legal hold" },
];

const LEFT = { value: "left", label: "Somebody who has left" };

/** The filter of board and table. The board shows the statuses as columns, and offers only to remove a filter by one. */
export function CasesFilterBar({ state, people, byName }: { state: PageState; people: Person[]; byName: boolean }) {
  const { filter, view } = state;
  const { source, refId, attention } = filter;
  const shown = shownValues(filter);
  const kept = { source, refId, attention: attention?.join(), view: view.view, hide: view.hide, ...shown.kept };
  const statuses = Object.entries(STATUS_WORDS).map(([value, label]) => ({ value, label }));
  const status = { name: "status", label: "State", options: [{ value: "", label: "Any state" }, ...statuses] };
  return (
    <>
      <FilterBar
        placeholder={byName ? "refId or business" : "refId"}
        values={shown.values}
        kept={Object.fromEntries(Object.entries(kept).filter((entry): entry is [string, string] => Boolean(entry[1])))}
        choices={[
          ...(view.view === "table" || filter.status ? [status] : []),
          { name: "assignee", label: "Whose", options: personOptions("Anyone's", "Nobody's", people) },
          { name: "sort", label: "Order", options: sortOptions(filter) },
        ]}
        more={moreFields(people).filter(({ name }) => !(name in shown.kept))}
      />
      {Object.entries(state.problems).map(([field, problem]) => (
        <Notice key={field} tone="amber">
          The address has a {field} that is left out: {problem}
        </Notice>
      ))}
    </>
  );
}

function moreFields(people: Person[]): MoreField[] {
  return [
    { name: "due", label: "Follow-up due", options: DUES },
    { name: "owner", label: "Follow-up owner", options: personOptions("Anyone or no follow-up", "Nobody", people) },
    { name: "raised", label: "Raised again", options: RAISED },
    { name: "turn", label: "Whose turn", options: TURNS },
    { name: "inState", label: "Days in state", type: "number" },
    { name: "reason", label: "Reason", type: "text" },
    { name: "endedFrom", label: "Ended from", type: "date" },
    { name: "endedTo", label: "Ended before", type: "date" },
    { name: "openedFrom", label: "Opened from", type: "date" },
    { name: "openedTo", label: "Opened before", type: "date" },
    { name: "hold", label: WORDS.hold, options: HOLDS },
  ];
}

/** People are offered to those alone who may give them cases. */
function personOptions(anyone: string, nobody: string, people: Person[]): Choice["options"] {
  return [
    { value: "", label: anyone },
    ...(people.length > 0 ? [{ value: "me", label: "Mine" }] : []),
    { value: "none", label: nobody },
    ...people.map(({ id, name }) => ({ value: id, label: name })),
    LEFT,
  ];
}

/** The order that the page has without one in the address stands first. */
function sortOptions(filter: CasesFilter): Choice["options"] {
  const own = shownSort({ ...filter, sort: undefined });
  return SORTS.map((sort) => (sort.value === own ? { ...sort, value: "" } : sort)).sort(
    (a, b) => Number(a.value !== "") - Number(b.value !== ""),
  );
}

const DAYS = ["endedFrom", "endedTo", "openedFrom", "openedTo"] as const;
const MIDNIGHT = "T00:00:00.000Z";

/** What each control shows. A time within a day has no control: it stays as it is. */
function shownValues(filter: CasesFilter): { values: Record<string, string>; kept: Record<string, string> } {
  const { q, status, assignee, due, owner, raised, reason, turn, inState, hold, sort } = filter;
  const kept: Record<string, string> = {};
  const days: Record<string, string> = {};
  for (const name of DAYS) {
    const time = filter[name];
    if (time?.endsWith(MIDNIGHT)) days[name] = time.slice(0, -MIDNIGHT.length);
    else if (time) kept[name] = time;
  }
  const named = { q, status, assignee, due, owner, raised, reason, turn, inState, hold, sort };
  const texts = Object.entries(named).map(([name, value]) => [name, String(value ?? "")]);
  const values = { ...Object.fromEntries([...DAYS.map((name) => [name, ""]), ...texts]), ...days };
  if (sort !== undefined && sort === shownSort({ ...filter, sort: undefined })) values.sort = "";
  return { values, kept };
}

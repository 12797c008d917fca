import { Notice } from "#components/ui/notice";
import type { Person } from "#lib/cases/list-people";
import { STATUS_WORDS, WORDS } from "../_words.ts";
import { FilterBar } from "./filter-bar.tsx";
import type { PageState } from "./view.ts";

const SORTS = [
  { value: "", label: "Newest first" },
  { value: "oldest", label: "Longest in state" },
  { value: "ref", label: "refId A–Z" },
  { value: "ref-desc", label: "refId Z–A" },
];

/** Filters that the board only offers to remove. */
const TABLE_ONLY = new Set(["status", "hold"]);

const HOLDS = [
  { value: "", label: "Held or not" },
  { value: "held", label: "Under legal hold" },
];

/** The filter of board and table. Only the table filters by status, which the board shows as columns. */
export function CasesFilterBar({ state, people, byName }: { state: PageState; people: Person[]; byName: boolean }) {
  const { filter, view } = state;
  const table = view.view === "table";
  const statuses = Object.entries(STATUS_WORDS).map(([value, label]) => ({ value, label }));
  const mine = people.length > 0 ? [{ value: "me", label: "Mine" }] : [];
  const choices = [
    { name: "status", label: "State", options: [{ value: "", label: "Any state" }, ...statuses] },
    {
      name: "assignee",
      label: "Whose",
      options: [
        { value: "", label: "Anyone's" },
        ...mine,
        { value: "none", label: "Nobody's" },
        ...people.map(({ id, name }) => ({ value: id, label: name })),
      ],
    },
    { name: "hold", label: WORDS.hold, options: HOLDS },
    { name: "sort", label: "Order", options: SORTS },
  ];
  const { source, refId, attention } = filter;
  const kept = { source, refId, attention: attention?.join(), view: view.view, hide: view.hide };
  return (
    <>
      <FilterBar
        placeholder={byName ? "refId or business" : "refId"}
        values={{
          q: filter.q ?? "",
          status: filter.status ?? "",
          assignee: filter.assignee ?? "",
          hold: filter.hold ?? "",
          sort: filter.sort ?? "",
        }}
        kept={Object.fromEntries(Object.entries(kept).filter((entry): entry is [string, string] => Boolean(entry[1])))}
        choices={table ? choices : choices.filter(({ name }) => !TABLE_ONLY.has(name) || name in filter)}
      />
      {Object.entries(state.problems).map(([field, problem]) => (
        <Notice key={field} tone="amber">
          The address has a {field} that is left out: {problem}
        </Notice>
      ))}
    </>
  );
}

import { Fragment, type ReactNode } from "react";
import { Time } from "#components/time";
import { UserText } from "#components/ui/user-text";
import type { EventsFilter } from "#lib/events/filter";
import { RUN_STATE_WORDS, VERDICT_WORDS } from "../_words.ts";

/** The fields of the events filter, as its form and all that shows a filter name them. */
export const FILTER_NAMES: Record<keyof EventsFilter, string> = {
  q: "Search",
  type: "Type",
  verdict: "Verdict",
  runState: "Runs",
  refId: "refId",
  messageId: "Message id",
  source: "Source",
  from: "Received from",
  to: "Received before",
};

export const filterFields = Object.keys(FILTER_NAMES) as (keyof EventsFilter)[];

/** One field's value as words; undefined where the filter does not name the field. */
export function filterValue(filter: EventsFilter, field: keyof EventsFilter): ReactNode {
  const value = filter[field];
  if (value === undefined) return undefined;
  switch (field) {
    case "verdict":
      return VERDICT_WORDS[value as NonNullable<EventsFilter["verdict"]>].word;
    case "runState":
      return RUN_STATE_WORDS[value as NonNullable<EventsFilter["runState"]>];
    case "from":
    case "to":
      return <Time at={value} absolute="local" />;
    default:
      return <UserText>{value}</UserText>;
  }
}

/** `type: kyb.case.rejected, received from: …` */
export function FilterWords({ filter }: { filter: EventsFilter }) {
  const named = filterFields.filter((field) => filter[field] !== undefined);
  if (named.length === 0) return <>every event</>;
  return named.map((field, nth) => (
    <Fragment key={field}>
      {nth === 0 ? "" : ", "}
      {FILTER_NAMES[field].charAt(0).toLowerCase() + FILTER_NAMES[field].slice(1)}: {filterValue(filter, field)}
    </Fragment>
  ));
}

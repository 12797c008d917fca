import { OUTGOING_TYPES, type OutgoingType } from "#lib/outgoing/event-types";

/** The sentence about a type. It marks the names of fields with backticks, as the documents do. */
export function AboutType({ type }: { type: OutgoingType }) {
  return OUTGOING_TYPES[type].about
    .split("`")
    .map((part, at) => (at % 2 === 1 ? <code key={part}>{part}</code> : part));
}

import type { OutgoingType } from "#lib/outgoing/event-types";

/** By the first word of a type. */
const GROUPS: Record<string, string> = {
  kyb: "The case, as the provider says",
  case: "The case, as Casewire sees it",
  account: "Account",
  letter: "Letters",
  "follow-up": "Follow-ups",
  run: "Handlers",
  destination: "Other destinations",
  test: "Tests",
};

/** The types in groups with a label, in the order of the catalogue. */
export function groupedTypes(types: readonly OutgoingType[]): { label: string; types: OutgoingType[] }[] {
  const groups = Map.groupBy(types, (type) => GROUPS[type.split(".")[0] ?? ""] ?? "Others");
  return [...groups].map(([label, members]) => ({ label, types: members }));
}

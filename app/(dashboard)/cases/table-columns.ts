/** The columns that can be hidden, by their ids in the address. */
export const OPTIONAL_COLUMNS = [
  { id: "since", label: "In state" },
  { id: "turn", label: "Whose turn" },
  { id: "marks", label: "Attention" },
  { id: "assignee", label: "Assignee" },
  { id: "due", label: "Follow-up due" },
  { id: "why", label: "Follow-up" },
  { id: "owner", label: "Follow-up owner" },
  { id: "ref", label: "refId" },
  { id: "episode", label: "Onboarding" },
] as const;

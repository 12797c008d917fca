import type { CaseStatus } from "#lib/cases/projection/lifecycle";

const TURNS: Record<CaseStatus, string | null> = {
  NOT_STARTED: "business's turn",
  IN_PROGRESS: "business's turn",
  IN_REVIEW: "VOVE ID's turn",
  COMPLETED: null,
  REJECTED: "our turn",
};

/** Whose turn it is in a status; null where nobody has to act. */
export function turnOf(status: CaseStatus): string | null {
  return TURNS[status];
}

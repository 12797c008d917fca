/** The five states of a case, in the order of its lifecycle. In a file without tables, so that browser code can import it. */
export const CASE_STATUSES = ["NOT_STARTED", "IN_PROGRESS", "IN_REVIEW", "COMPLETED", "REJECTED"] as const;

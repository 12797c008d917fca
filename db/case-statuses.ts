/** The five states of a provider's case, in the order of its life. Apart from the tables, so that browser code may know them too. */
export const CASE_STATUSES = ["NOT_STARTED", "IN_PROGRESS", "IN_REVIEW", "COMPLETED", "REJECTED"] as const;

/** Requests under way at a time: what a destination allows unless it is changed. */
export const CONCURRENCY = 10;

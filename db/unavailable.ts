/** Errors of the system and of the driver when no connection is made, or one is lost. */
const LOST = new Set([
  ...["ECONNREFUSED", "ECONNRESET", "EPIPE", "ENOENT", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT", "EHOSTUNREACH"],
  ...["CONNECT_TIMEOUT", "CONNECTION_CLOSED", "CONNECTION_ENDED", "CONNECTION_DESTROYED"],
]);

/** PostgreSQL's classes of errors for connections, resources that ran out (connections too) and an operator at work. */
const LATER = /^(?:08|53|57P)/;

/** Whether a query failed because the database is away, has no connection left or no room: not by a fault of the query. */
export function isUnavailable(error: unknown, ofQuery = false): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  // The driver and drizzle both say which query it was; another program's refused connection has none.
  const queried = ofQuery || "query" in error;
  if (queried && typeof code === "string" && (LOST.has(code) || LATER.test(code))) return true;
  return isUnavailable(error.cause, queried);
}

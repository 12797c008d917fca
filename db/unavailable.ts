/** Error codes of the system and of the driver for a connection that failed or was lost. */
const CONNECTION_ERRORS = new Set([
  ...["ECONNREFUSED", "ECONNRESET", "EPIPE", "ENOENT", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT", "EHOSTUNREACH"],
  ...["CONNECT_TIMEOUT", "CONNECTION_CLOSED", "CONNECTION_ENDED", "CONNECTION_DESTROYED"],
]);

/** SQLSTATE classes: connection exception, insufficient resources, operator intervention. */
const TRANSIENT_STATES = /^(?:08|53|57P)/;

/** Whether a query failed because the database is down or out of connections or disk space, not because of the query. */
export function isUnavailable(error: unknown, ofQuery = false): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  // Errors of the driver and of drizzle carry the query; a refused connection to another server does not.
  const queried = ofQuery || "query" in error;
  if (queried && typeof code === "string" && (CONNECTION_ERRORS.has(code) || TRANSIENT_STATES.test(code))) return true;
  return isUnavailable(error.cause, queried);
}

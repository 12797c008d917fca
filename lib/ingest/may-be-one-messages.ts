/** SQLSTATE classes and codes: bad data, a broken constraint, a deadlock, a row beyond a limit of PostgreSQL's, a lock not got in time. */
const OF_ONE = /^(22...|23...|40...|54...|55P03)$/;

/** Whether a transaction of many messages may have failed for one of them, the database being well. */
export function mayBeOneMessages(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause) return OF_ONE.test(String(cause.code));
  }
  // What is no fault of the database's or the network's came of reading a message.
  return true;
}

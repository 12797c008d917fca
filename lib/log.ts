import pino from "pino";
import { logLevel } from "./environment.ts";

/**
 * Lines are buffered: under load one write a line costs more than verifying the message. A pipe writes this many bytes atomically, and
 * several processes may share it.
 */
const TOGETHER_BYTES = 4096;
const TOGETHER_MS = 100;

/** A second defence behind the rule below: the field names of secrets, at the top and one level down. */
const SECRETS = ["secret", "signature", "authorization", "cookie", "password", "token"];
const CENSOR = "[redacted]";

/**
 * The process's log: JSON lines on stdout, the last ones also when the process ends or fails. Give it ids and outcomes, never a body, a
 * secret or personal data.
 */
export const log = pino(
  {
    level: logLevel.catch("info").parse(process.env.LOG_LEVEL || undefined),
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: describeError },
    redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`]), censor: CENSOR },
  },
  pino.destination({
    sync: false,
    minLength: TOGETHER_BYTES / 2,
    maxWrite: TOGETHER_BYTES,
    periodicFlush: TOGETHER_MS,
  }),
);

/** The same without the search for secrets, which takes longer than writing the line: for hot paths with plain values. */
export const plainLog = log.child({}, { redact: { paths: SECRETS, censor: CENSOR } });

/** What the log holds of an error. The message of a failed query repeats its parameters, which may be personal data. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack = "", cause } = error;
  const failedQuery = "query" in error && "params" in error;
  return {
    type: error.constructor.name || name,
    message: failedQuery ? "a query failed" : message,
    ...("code" in error ? { code: error.code } : {}),
    stack: failedQuery ? stack.slice(Math.max(0, stack.indexOf("\n    at "))) : stack,
    ...(cause === undefined ? {} : { cause: describeError(cause) }),
  };
}

import pino from "pino";
import { logLevel } from "#lib/environment";

/** The process's log: JSON lines on stdout. Give it ids and outcomes, never a body, a secret or personal data. */
export const log = pino({
  level: logLevel.catch("info").parse(process.env.LOG_LEVEL || undefined),
  base: { pid: process.pid },
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (label) => ({ level: label }) },
  redact: {
    // A net under the rule above: the names under which secrets travel, at the top and one level down.
    paths: ["secret", "signature", "authorization", "cookie", "password", "token"].flatMap((name) => [
      name,
      `*.${name}`,
    ]),
    censor: "[redacted]",
  },
});

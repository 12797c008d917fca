/** `npm run send -- completed --ref acme-001`: sends one signed event, and prints the `curl` that would have sent it. */
import { parseArgs } from "node:util";
import { answerHelp } from "#bin/process/command-line";
import { fail } from "#bin/process/fail";
import { attempt } from "#bin/simulate/attempt";
import { secretToSign } from "#bin/simulate/secret";
import { onThisMachine, targetUrl } from "#bin/simulate/target";
import { closePool } from "#db/pool";
import { messageIdAt } from "#lib/sources/message-id";
import { signedHeaders } from "#lib/sources/sign";

const USAGE = `npm run send -- <in_progress|in_review|completed|rejected> --ref <refId> [options]

  --previous <status>  the state before, as the life of a case has it unless given
  --reason <text>      why it was rejected
  --message-id <id>    the same as before sends a duplicate
  --url <address>      where to, this machine's Casewire unless given; must be given for another machine's
  --source <slug>      vove unless given
  --secret <whsec_…>   to sign with; else VOVE_WEBHOOK_SECRETS, else one this machine's Casewire holds`;

const PREVIOUS: Record<string, string> = {
  NOT_STARTED: "NOT_STARTED",
  IN_PROGRESS: "NOT_STARTED",
  IN_REVIEW: "IN_PROGRESS",
  COMPLETED: "IN_REVIEW",
  REJECTED: "IN_REVIEW",
};

answerHelp(USAGE);
await send().catch(fail);

async function send(): Promise<void> {
  const text = { type: "string" } as const;
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      ref: text,
      previous: text,
      reason: text,
      "message-id": text,
      url: text,
      source: { ...text, default: "vove" },
      secret: text,
    },
  });
  const status = statusOf(positionals[0]);
  if (!values.ref || !status) throw new Error(USAGE);
  const { source } = values;
  const url = targetUrl(values.url, source);
  const secret = await secretToSign(values.secret, { source, own: onThisMachine(url) });
  await closePool();

  const previousStatus = statusOf(values.previous) ?? PREVIOUS[status];
  const body = JSON.stringify({ refId: values.ref, status, previousStatus, reason: values.reason });
  const messageId = values["message-id"] ?? messageIdAt(new Date());
  console.log(`${curl(url, signedHeaders(secret, { messageId, body, attemptedAt: new Date() }), body)}\n`);
  const answered = await attempt(url, secret, { messageId, body });
  console.log(answered.status === null ? answered.text : `${answered.status} ${answered.text}`);
  if (answered.status === null || answered.status >= 300) process.exitCode = 1;
}

function statusOf(word: string | undefined): string | undefined {
  const status = word?.toUpperCase().replaceAll("-", "_");
  if (status === undefined || Object.hasOwn(PREVIOUS, status)) return status;
  throw new Error(`${word} is no status.\n\n${USAGE}`);
}

/** What one can paste within five minutes: after that its timestamp is too old. */
function curl(url: URL, headers: [string, string][], body: string): string {
  const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  const lines = headers.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  return [`curl -i ${quoted(url.href)}`, ...lines, `--data-binary ${quoted(body)}`].join(" \\\n  ");
}

/** `npm run send -- completed --ref acme-001`: sends one signed event, and prints the `curl` that would have sent it. */
import { z } from "zod";
import { exitWithError, readOptions } from "#bin/process/command-line";
import { sendWebhook } from "#bin/simulate/send-webhook";
import { findSigningSecret } from "#bin/simulate/signing-secret";
import { isLocal, targetUrl } from "#bin/simulate/target";
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

const text = z.string().optional();
const status = z
  .string()
  .transform((word) => word.toUpperCase().replaceAll("-", "_"))
  .refine((word) => Object.hasOwn(PREVIOUS, word), { error: ({ input }) => `${input} is no status.` });
const options = readOptions(
  USAGE,
  z.object({
    positionals: z.tuple([status], "Give one status."),
    ref: z.string("Say of which case."),
    previous: status.optional(),
    ...{ reason: text, "message-id": text, url: text, secret: text },
    source: z.string().default("vove"),
  }),
);
await send().catch(exitWithError);

async function send(): Promise<void> {
  const {
    positionals: [status],
    source,
  } = options;
  const url = targetUrl(options.url, source);
  const secret = await findSigningSecret(options.secret, { source, isLocal: isLocal(url) });
  await closePool();

  const previousStatus = options.previous ?? PREVIOUS[status];
  const body = JSON.stringify({ refId: options.ref, status, previousStatus, reason: options.reason });
  const messageId = options["message-id"] ?? messageIdAt(new Date());
  console.log(`${curl(url, signedHeaders(secret, { messageId, body, attemptedAt: new Date() }), body)}\n`);
  const answered = await sendWebhook(url, secret, { messageId, body });
  console.log(answered.status === null ? answered.text : `${answered.status} ${answered.text}`);
  if (answered.status === null || answered.status >= 300) process.exitCode = 1;
}

/** Works for five minutes: after that the signature's timestamp is too old. */
function curl(url: URL, headers: [string, string][], body: string): string {
  const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  const lines = headers.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  return [`curl -i ${quoted(url.href)}`, ...lines, `--data-binary ${quoted(body)}`].join(" \\\n  ");
}

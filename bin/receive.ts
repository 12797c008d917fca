/** `npm run receive`: a small receiver of what Casewire sends to destinations. It verifies each request and prints one line for it. */
import { z } from "zod";
import { exitWithError, readOptions } from "#bin/process/command-line";
import { selectLocalDatabase } from "#bin/process/local-database";
import { onShutdown } from "#bin/process/shutdown-signals";
import { destinationSecrets } from "#bin/receive/destination-secrets";
import { createReceiver } from "#bin/receive/receiver";
import { gracefulClose } from "#bin/web/graceful-close";
import { listenOn } from "#bin/web/listen-on";
import { closePool } from "#db/pool";
import { parseSecret, secretProblem } from "#lib/sources/secret";

const USAGE = `npm run receive -- [options]   receives what Casewire sends to a destination, verifies it, and prints one line a request

  --port <n>            listens there on 127.0.0.1, 4455 unless given
  --secret <whsec_…>    to verify with, may be repeated; else those of this machine's destinations with this port in their URL
  --answer <status>     the answer to what is verified, 204 unless given: 500 shows retries, 410 disables the destination
  --delay <seconds>     waits so long before each answer: more than 15 shows a timeout`;

const HOST = "127.0.0.1";

const options = readOptions(
  USAGE,
  z.object({
    port: z.coerce.number().int().min(0).max(65_535).default(4455),
    secret: z.array(z.string().refine((text) => !secretProblem(text), { error: secretError })).default([]),
    answer: z.coerce.number().int().min(200).max(599).default(204),
    delay: z.coerce.number().min(0).max(600).default(0),
  }),
);
await receive().catch(exitWithError);

async function receive(): Promise<void> {
  const given = options.secret.map(parseSecret);
  if (given.length === 0) selectLocalDatabase();
  let port = options.port;
  const { server, tally } = createReceiver({
    // Read at each request: a destination may be added, and its secret rotated, while this runs.
    secrets: given.length > 0 ? async () => given : () => destinationSecrets(port),
    answer: options.answer,
    delayMs: options.delay * 1000,
    print: console.log,
  });
  const close = gracefulClose(server);
  onShutdown(async () => {
    await close(0);
    await closePool(1);
    const { events, repeats, notVerified } = tally;
    console.log(`\n${events} events verified, ${repeats} repeats of them, ${notVerified} requests not verified.`);
  });
  port = await listen(server, port);
  console.log(instructions(`http://${HOST}:${port}/`));
}

async function listen(server: Parameters<typeof listenOn>[0], port: number): Promise<number> {
  try {
    return await listenOn(server, { port, host: HOST });
  } catch (error) {
    const { cause } = error as { cause?: NodeJS.ErrnoException };
    if (cause?.code !== "EADDRINUSE") throw error;
    throw new Error(`Port ${port} is taken: give another with --port.`, { cause: error });
  }
}

function instructions(url: string): string {
  return `Listening on ${url}
1. Run Casewire with CASEWIRE_DESTINATIONS_ALLOW=${HOST}: it sends nothing to this machine otherwise.
2. On its page Destinations add one with the URL ${url}
3. Make something happen: npm run send -- completed --ref acme-001, or npm run simulate.
Ctrl-C ends this with a count.
`;
}

function secretError({ input }: { input?: unknown }): string {
  return `${secretProblem(String(input))}.`;
}

import { z } from "zod";
import { readOptions } from "#bin/process/command-line";

const USAGE = `npm run simulate -- [options]   sends signed events as VOVE ID does, retries, and checks what became of them

  --cases <n>         how many businesses are onboarded (else as many as fit the rate)
  --minutes <n>       for how long, 0.5 unless given
  --rate <n>          events a second, about, 4 unless given
  --speed <n>         how many times faster than the real sender a retry comes, 60 unless given
  --duplicates <0-1>  share of events sent twice, 0.15      --late <0-1>        sent after their case's next event, 0.1
  --rejections <0-1>  share of cases rejected, 0.25         --unknown <0-1>     cases beside which an unknown shape comes, 0.1
  --bad-secret <0-1>  cases beside which a forgery comes, 0.05
  --url <address>     where to, this machine's Casewire unless given; must be given for another machine's
  --source <slug>     vove unless given
  --secret <whsec_…>  to sign with; else VOVE_WEBHOOK_SECRETS, else one this machine's Casewire holds
  --seed <n>          the same seed gives the same cases`;

const share = (usual: number) => z.coerce.number().min(0).max(1).default(usual);

const schema = z.object({
  cases: z.coerce.number().int().min(1).max(100_000).optional(),
  minutes: z.coerce.number().positive().max(600).default(0.5),
  rate: z.coerce.number().positive().max(1000).default(4),
  speed: z.coerce.number().positive().default(60),
  duplicates: share(0.15),
  late: share(0.1),
  rejections: share(0.25),
  unknown: share(0.1),
  "bad-secret": share(0.05),
  url: z.string().optional(),
  source: z.string().default("vove"),
  secret: z.string().optional(),
  seed: z.coerce
    .number()
    .int()
    .min(0)
    .default(() => Math.floor(Math.random() * 1_000_000)),
});

export type Options = z.infer<typeof schema>;

export function simulateOptions(): Options {
  return readOptions(USAGE, schema);
}

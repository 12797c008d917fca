/** `npm run reseal`: reseals with CASEWIRE_SECRET what was sealed with CASEWIRE_SECRET_PREVIOUS. `docs/secrets.md` says when. */
import { z } from "zod";
import { exitWithError, readOptions } from "#bin/process/command-line";
import { selectLocalDatabase } from "#bin/process/local-database";
import { closePool } from "#db/pool";
import { environment } from "#lib/environment";
import { type Resealed, reseal } from "#lib/sealing/reseal";

const USAGE = `npm run reseal [-- options]   seals what is stored with CASEWIRE_SECRET, so that CASEWIRE_SECRET_PREVIOUS can go

  --forget   also take out what neither secret opens: signing secrets, authenticator apps, the key of checkpoints. They are to be
             added anew; what they signed or verified stays

Start every process with both variables first. All is done in one transaction, or nothing; to run it again does no harm.`;

const { forget } = readOptions(USAGE, z.object({ forget: z.boolean().default(false) }));
await main().catch(exitWithError);

async function main(): Promise<void> {
  selectLocalDatabase();
  environment();
  const { done, columns } = await reseal({ forget });
  await closePool();
  for (const column of columns) console.log(describeColumn(column));
  if (done) return console.log("CASEWIRE_SECRET opens all that is stored. CASEWIRE_SECRET_PREVIOUS is needed no more.");
  throw new Error(
    "Nothing was changed: something can be opened by neither secret. Set the one it was sealed with as CASEWIRE_SECRET_PREVIOUS, or, if that is lost, run npm run reseal -- --forget.",
  );
}

function describeColumn({ table, resealed, already, unopenable }: Resealed): string {
  const lost = unopenable === 0 ? "" : `, ${unopenable} ${forget ? "taken out" : "cannot be opened"}`;
  return `${table}: ${resealed} sealed anew, ${already} were already${lost}`;
}

/** `npm run reseal`: seals what is stored with CASEWIRE_SECRET that was sealed with CASEWIRE_SECRET_PREVIOUS. `docs/secrets.md` tells when. */
import { parseArgs } from "node:util";
import { fail } from "#bin/process/fail";
import { openOwnDatabase } from "#bin/simulate/target";
import { closePool } from "#db/pool";
import { environment } from "#lib/environment";
import { type Resealed, reseal } from "#lib/sealing/reseal";

const USAGE = `npm run reseal [-- options]   seals what is stored with CASEWIRE_SECRET, so that CASEWIRE_SECRET_PREVIOUS can go

  --forget   also take out what neither secret opens: signing secrets, authenticator apps, the key of checkpoints. They are to be
             added anew; what they signed or verified stays
  --help

Start every process with both variables first. All is done in one transaction, or nothing; to run it again does no harm.`;

await main().catch(fail);

async function main(): Promise<void> {
  const boolean = { type: "boolean" } as const;
  const { values } = parseArgs({ options: { forget: boolean, help: { ...boolean, short: "h" } } });
  if (values.help) return console.log(USAGE);
  openOwnDatabase();
  environment();
  const { done, columns } = await reseal({ forget: values.forget ?? false });
  await closePool();
  for (const column of columns) console.log(inWords(column, values.forget ?? false));
  if (done) return console.log("CASEWIRE_SECRET opens all that is stored. CASEWIRE_SECRET_PREVIOUS is needed no more.");
  throw new Error(
    "Nothing was changed: something can be opened by neither secret. Set the one it was sealed with as CASEWIRE_SECRET_PREVIOUS, or, if that is lost, run npm run reseal -- --forget.",
  );
}

function inWords({ table, resealed, already, unopenable }: Resealed, forgotten: boolean): string {
  const lost = unopenable === 0 ? "" : `, ${unopenable} ${forgotten ? "taken out" : "cannot be opened"}`;
  return `${table}: ${resealed} sealed anew, ${already} were already${lost}`;
}

/** Makes a pack in a process of its own, and tells its parent how many bytes it has and how much memory the process took. */
import { eq } from "drizzle-orm";
import { exports } from "#db/desk-schema";
import { closePool, database } from "#db/pool";
import { makePack } from "#lib/evidence/make-pack";

const [, , exportId, refId = ""] = process.argv;
const [row] = await database()
  .select()
  .from(exports)
  .where(eq(exports.id, Number(exportId)));
if (!row) throw new Error(`There is no export ${exportId}.`);
let bytes = 0;
for await (const chunk of makePack({ ...row, source: "vove", refId })) bytes += chunk.length;
await closePool();
process.send?.({ bytes, rss: process.resourceUsage().maxRSS * 1024 });

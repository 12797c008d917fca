import { asc } from "drizzle-orm";
import { database } from "#db/pool";
import { sources } from "#db/schema";
import { Refusal } from "#lib/refusal";

/** Throws Refusal `not-found`, which names the sources there are, where `slug` is none of them. */
export async function assertSource(slug: string): Promise<void> {
  const known = await database().select({ slug: sources.slug }).from(sources).orderBy(asc(sources.slug));
  if (known.some((source) => source.slug === slug)) return;
  const names = known.map((source) => source.slug).join(", ");
  throw new Refusal("not-found", `There is no source ${slug}.`, { source: `There are: ${names}.` });
}

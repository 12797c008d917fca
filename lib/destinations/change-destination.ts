import { eq, sql } from "drizzle-orm";
import { destinations } from "#db/destination-schema";
import type { Tx } from "#db/pool";
import { assertSource } from "#lib/sources/assert-source";
import { defineVerb } from "#lib/verbs/define-verb";
import { allowedUrl } from "./allowed-url.ts";
import { assertTypes, destinationFields, destinationId, type GivenHeaders } from "./destination-input.ts";
import {
  type DestinationRow,
  destinationSubject,
  lockDestination,
  originOf,
  refuseTakenName,
} from "./destination-row.ts";
import { sealHeaders } from "./sealed-headers.ts";

/** How an entry names what changed. */
const WORDS = {
  name: "its name",
  url: "its URL",
  eventTypes: "its event types",
  source: "its source",
  headers: "its headers",
  personalData: "its personal data",
  concurrency: "its concurrency",
  ratePerSecond: "its rate limit",
} as const;

type Field = keyof typeof WORDS;
type Given = Partial<Pick<DestinationRow, Exclude<Field, "headers">>> & { headers?: GivenHeaders };

/** Changes what is given and leaves the rest. Deliveries that were written before keep their bytes, and go to the new URL. */
export const changeDestination = defineVerb({
  permission: "destination:change",
  audit: "destination.changed",
  input: destinationFields.partial().extend({ destinationId }),
  refuses: ["invalid", "not-found", "wrong-state"],

  async runInSteps(commit, _actor, { destinationId, ...input }) {
    if (typeof input.source === "string") await assertSource(input.source);
    const url = input.url === undefined ? {} : { url: await allowedUrl(input.url) };
    const given = withoutAbsent({ ...input, ...url });
    return await commit(async (tx) => {
      const before = await lockDestination(tx, destinationId);
      const changed = changedFields(before, given);
      if (changed.length === 0) return { entry: null, topics: [], result: { changed } };
      const after = await write(tx, before, given);
      return {
        entry: { subject: destinationSubject(destinationId), detail: detailOf(after, changed) },
        topics: ["destinations"],
        result: { changed },
      };
    });
  },
});

function withoutAbsent(given: { [field in Field]?: Given[field] | undefined }): Given {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Given;
}

function changedFields(before: DestinationRow, given: Given): Field[] {
  return (Object.keys(given) as Field[]).filter((field) =>
    field === "headers"
      ? !keepsHeaders(before, given.headers ?? [])
      : JSON.stringify(given[field]) !== JSON.stringify(before[field]),
  );
}

function keepsHeaders(before: DestinationRow, given: GivenHeaders): boolean {
  const names = given.map(([name]) => name);
  return JSON.stringify(names) === JSON.stringify(before.headerNames) && given.every(([, value]) => value === null);
}

async function write(tx: Tx, before: DestinationRow, { headers, ...given }: Given): Promise<DestinationRow> {
  if (given.eventTypes !== undefined) assertTypes(before.format, given.eventTypes);
  if (given.name !== undefined) await refuseTakenName(tx, given.name, before.id);
  const moved = given.url !== undefined && given.url !== before.url;
  const [after] = await tx
    .update(destinations)
    .set({
      ...given,
      ...(headers === undefined ? {} : sealHeaders(headers, before)),
      // The failures were those of another address.
      ...(moved ? { failingSince: null, failingToldAt: null } : {}),
      updatedAt: sql`now()`,
    })
    .where(eq(destinations.id, before.id))
    .returning();
  if (!after) throw new Error("a locked row is there");
  return after;
}

function detailOf(after: DestinationRow, changed: readonly Field[]) {
  const { name, url, personalData, headerNames } = after;
  return {
    name,
    changed: changed.map((field) => WORDS[field]).join(", "),
    ...(changed.includes("url") ? { origin: originOf(url) } : {}),
    ...(changed.includes("headers") ? { headers: headerNames } : {}),
    ...(changed.includes("personalData") ? { personalData: personalData ? "yes" : "no" } : {}),
  };
}

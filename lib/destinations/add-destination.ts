import { isNull } from "drizzle-orm";
import { z } from "zod";
import { destinations } from "#db/destination-schema";
import { Refusal } from "#lib/refusal";
import { assertSource } from "#lib/sources/assert-source";
import { defineVerb } from "#lib/verbs/define-verb";
import { allowedUrl } from "./allowed-url.ts";
import { assertTypes, destinationFields, format } from "./destination-input.ts";
import { destinationSubject, originOf, refuseTakenName } from "./destination-row.ts";
import { makeSecret } from "./destination-secrets.ts";
import { sealHeaders } from "./sealed-headers.ts";

const MAX_DESTINATIONS = 50;

/** Adds a destination, enabled, with a signing secret that is shown this once. It is told of what happens from now on. */
export const addDestination = defineVerb({
  permission: "destination:add",
  audit: "destination.added",
  input: z.object({
    ...destinationFields.partial().shape,
    ...destinationFields.pick({ name: true, url: true }).shape,
    format: format.optional(),
  }),
  refuses: ["invalid", "not-found", "wrong-state", "too-many"],

  async runInSteps(commit, actor, { url: text, headers = [], ...given }) {
    assertTypes(given.format ?? "casewire", given.eventTypes ?? null);
    const sealed = sealHeaders(headers, { sealedHeaders: null, headerNames: [] });
    if (typeof given.source === "string") await assertSource(given.source);
    const url = await allowedUrl(text);
    return await commit(async (tx) => {
      await refuseTakenName(tx, given.name);
      if ((await tx.$count(destinations, isNull(destinations.deletedAt))) >= MAX_DESTINATIONS) {
        throw new Refusal("too-many", `There are ${MAX_DESTINATIONS} destinations already. Delete one first.`);
      }
      const [added] = await tx
        .insert(destinations)
        .values({ ...given, url, ...sealed, stateBy: actor.label, createdBy: actor.label })
        .returning({ id: destinations.id });
      if (!added) throw new Error("the destination was not written");
      const { secret, hint, fingerprint } = await makeSecret(tx, actor, added.id);
      const personalData = given.personalData ? { personalData: "yes" } : {};
      return {
        entry: {
          subject: destinationSubject(added.id),
          detail: {
            name: given.name,
            origin: originOf(url),
            headers: sealed.headerNames,
            hint,
            fingerprint,
            ...personalData,
          },
        },
        topics: ["destinations"],
        result: { destinationId: added.id, secret, hint },
      };
    });
  },
});

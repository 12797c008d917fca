import { api } from "#lib/access/endpoints/api";
import { putBusiness } from "#lib/businesses/put-business";
import { findBusiness } from "#lib/businesses/read-businesses";
import { otherThan } from "../../other-methods.ts";
import { caseOf, readQuery } from "../../page-query.ts";
import { readJson } from "../../read-json.ts";
import { businessBody, businessQuery } from "../../requests.ts";

/** `?source=vove`. The names in the answer are a contract: add, never rename. */
export const GET = api("business:read", async (actor, request, { refId: part }: { refId: string }) => {
  const { source, refId: named } = await readQuery(request, businessQuery);
  return await findBusiness(actor, { source, refId: caseOf(part, named) });
});

/** `{name?, contactEmail?}`: what is left out stays as it is, null removes it. `?source=vove` */
export const PUT = api(putBusiness.permission, async (actor, request, { refId: part }: { refId: string }) => {
  const { source, refId: named } = await readQuery(request, businessQuery);
  const refId = caseOf(part, named);
  const given = await readJson(request, businessBody);
  const { business, changed } = await putBusiness(actor, { source, refId, ...given });
  const { name, contactEmail, accountStatus, enabledAt, updatedAt } = business;
  return { refId, source: business.source, name, contactEmail, accountStatus, enabledAt, updatedAt, changed };
});

export const { POST, PATCH, DELETE } = otherThan("GET", "PUT");

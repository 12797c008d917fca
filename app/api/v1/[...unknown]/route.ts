import { api } from "#lib/access/endpoints/api";
import { Refusal } from "#lib/refusal";

/** What no other route of the API serves, in the API's own form instead of a page. */
const nothingHere = async (_actor: unknown, request: Request, _params: { unknown: string[] }): Promise<never> => {
  throw new Refusal("not-found", `The API has no ${new URL(request.url).pathname}.`);
};

export const GET = api("case:read", nothingHere);
export const POST = api("case:read", nothingHere);
export const PUT = api("case:read", nothingHere);
export const PATCH = api("case:read", nothingHere);
export const DELETE = api("case:read", nothingHere);

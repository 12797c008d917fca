import { api } from "#lib/access/api";
import { Refusal } from "#lib/refusal";

/** What no other route of the API serves, in the API's own form instead of a page. */
const nothingHere = async (_actor: unknown, request: Request, _params: { unknown: string[] }): Promise<never> => {
  throw new Refusal("not-found", `The API has no ${new URL(request.url).pathname}.`);
};

export const GET = api<{ unknown: string[] }>("case:read", nothingHere);
export const POST = api<{ unknown: string[] }>("case:read", nothingHere);
export const PUT = api<{ unknown: string[] }>("case:read", nothingHere);
export const PATCH = api<{ unknown: string[] }>("case:read", nothingHere);
export const DELETE = api<{ unknown: string[] }>("case:read", nothingHere);

import { z } from "zod";
import { api } from "#lib/access/endpoints/api";
import { otherThan } from "../other-methods.ts";
import { readQuery } from "../page-query.ts";
import { apiDocument } from "./document.ts";

const query = z.object({});

/** The OpenAPI description, for every token: it says nothing of what is stored here. */
export const GET = api("case:read", async (_actor, request) => {
  await readQuery(request, query);
  return apiDocument();
});

export const { POST, PUT, PATCH, DELETE } = otherThan("GET");

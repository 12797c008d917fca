import { putBusiness } from "#lib/businesses/put-business";
import { businessBody, businessesQuery, businessQuery, caseQuery, casesQuery } from "../requests.ts";
import * as answers from "./case-answers.ts";
import { page } from "./generic-answers.ts";
import type { Operation } from "./operation.ts";

/** The routes of cases and businesses. */
export const CASE_OPERATIONS: readonly Operation[] = [
  {
    id: "listCases",
    group: "Cases",
    summary: "List cases",
    ...{ method: "get", path: "/api/v1/cases", permission: "case:read" },
    ...{ query: casesQuery, status: 200, answer: page(answers.listedCase) },
  },
  {
    id: "findCase",
    group: "Cases",
    summary: "Get a case with its timeline",
    ...{ method: "get", path: "/api/v1/cases/{refId}", permission: "case:read" },
    ...{ query: caseQuery, status: 200, answer: answers.foundCase },
  },
  {
    id: "listBusinesses",
    group: "Businesses",
    summary: "List businesses, the first changed first",
    ...{ method: "get", path: "/api/v1/businesses", permission: "business:read" },
    ...{ query: businessesQuery, status: 200, answer: answers.businesses },
  },
  {
    id: "findBusiness",
    group: "Businesses",
    summary: "Get a business",
    ...{ method: "get", path: "/api/v1/businesses/{refId}", permission: "business:read" },
    ...{ query: businessQuery, status: 200, answer: answers.business },
  },
  {
    id: "putBusiness",
    group: "Businesses",
    summary: "Write down what is known of a business",
    ...{ method: "put", path: "/api/v1/businesses/{refId}", permission: putBusiness.permission },
    ...{ query: businessQuery, body: businessBody, status: 200, answer: answers.writtenBusiness },
  },
];

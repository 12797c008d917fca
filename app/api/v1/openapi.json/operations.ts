import type { z } from "zod";
import { deliveriesFilter } from "#lib/deliveries/filter";
import { recoverDestination } from "#lib/deliveries/recover-destination";
import { resendDelivery } from "#lib/deliveries/resend-delivery";
import { addDestination } from "#lib/destinations/add-destination";
import { changeDestination } from "#lib/destinations/change-destination";
import { deleteDestination } from "#lib/destinations/delete-destination";
import { rotateDestination } from "#lib/destinations/rotate-destination";
import { testDestination } from "#lib/destinations/test-destination";
import type { Permission } from "#lib/permissions";
import { addBody, changeBody, rotateBody } from "../destinations/requests.ts";
import { pageFields } from "../page-query.ts";
import * as answers from "./answers.ts";

export type Operation = {
  method: "get" | "post" | "patch" | "delete";
  path: string;
  id: string;
  summary: string;
  permission: Permission;
  query?: z.ZodObject;
  body?: z.ZodObject;
  status: number;
  /** Absent: no content. */
  answer?: z.ZodType;
};

const destinations = "/api/v1/destinations";
const deliveries = "/api/v1/deliveries";

/** The described routes, each by the schemas that it reads its request by. */
export const OPERATIONS: readonly Operation[] = [
  {
    id: "listDestinations",
    summary: "List destinations",
    ...{ method: "get", path: destinations, permission: "destination:read" },
    ...{ status: 200, answer: answers.page(answers.listedDestination) },
  },
  {
    id: "addDestination",
    summary: "Add a destination",
    ...{ method: "post", path: destinations, permission: addDestination.permission },
    ...{ body: addBody, status: 201, answer: answers.addedDestination },
  },
  {
    id: "findDestination",
    summary: "Get a destination",
    ...{ method: "get", path: `${destinations}/{id}`, permission: "destination:read" },
    ...{ status: 200, answer: answers.destination },
  },
  {
    id: "changeDestination",
    summary: "Change a destination",
    ...{ method: "patch", path: `${destinations}/{id}` },
    ...{ permission: changeDestination.permission, body: changeBody, status: 200, answer: answers.destination },
  },
  {
    id: "deleteDestination",
    summary: "Delete a destination",
    ...{ method: "delete", path: `${destinations}/{id}` },
    ...{ permission: deleteDestination.permission, status: 204 },
  },
  {
    id: "rotateDestination",
    summary: "Rotate the secret of a destination",
    ...{ method: "post", path: `${destinations}/{id}/rotate` },
    ...{ permission: rotateDestination.permission, body: rotateBody, status: 200, answer: answers.rotated },
  },
  {
    id: "testDestination",
    summary: "Send a test to a destination",
    ...{ method: "post", path: `${destinations}/{id}/test` },
    ...{ permission: testDestination.permission, status: 202, answer: answers.tested },
  },
  {
    id: "recoverDestination",
    summary: "Send a destination what it has not received",
    ...{ method: "post", path: `${destinations}/{id}/recover` },
    ...{ permission: recoverDestination.permission, body: recoverDestination.input.omit({ destinationId: true }) },
    ...{ status: 202, answer: answers.recovered },
  },
  {
    id: "listDeliveries",
    summary: "List deliveries",
    ...{ method: "get", path: deliveries, permission: "delivery:read" },
    ...{ query: deliveriesFilter.extend(pageFields), status: 200, answer: answers.page(answers.listedDelivery) },
  },
  {
    id: "findDelivery",
    summary: "Get a delivery",
    ...{ method: "get", path: `${deliveries}/{id}`, permission: "delivery:read" },
    ...{ status: 200, answer: answers.delivery },
  },
  {
    id: "resendDelivery",
    summary: "Resend a delivery",
    ...{ method: "post", path: `${deliveries}/{id}/resend` },
    ...{ permission: resendDelivery.permission, body: resendDelivery.input.pick({ reason: true }) },
    ...{ status: 202, answer: answers.resent },
  },
];

import { deliveriesFilter } from "#lib/deliveries/filter";
import { recoverDestination } from "#lib/deliveries/recover-destination";
import { resendDelivery } from "#lib/deliveries/resend-delivery";
import { addDestination } from "#lib/destinations/add-destination";
import { changeDestination } from "#lib/destinations/change-destination";
import { deleteDestination } from "#lib/destinations/delete-destination";
import { rotateDestination } from "#lib/destinations/rotate-destination";
import { testDestination } from "#lib/destinations/test-destination";
import { addBody, changeBody, rotateBody } from "../destinations/requests.ts";
import { pageFields } from "../page-query.ts";
import * as answers from "./destination-answers.ts";
import { page } from "./generic-answers.ts";
import type { Operation } from "./operation.ts";

const destinations = "/api/v1/destinations";
const deliveries = "/api/v1/deliveries";

/** The routes of destinations and deliveries. */
export const DESTINATION_OPERATIONS: readonly Operation[] = [
  {
    id: "listDestinations",
    group: "Destinations",
    summary: "List destinations",
    ...{ method: "get", path: destinations, permission: "destination:read" },
    ...{ status: 200, answer: page(answers.listedDestination) },
  },
  {
    id: "addDestination",
    group: "Destinations",
    summary: "Add a destination",
    ...{ method: "post", path: destinations, permission: addDestination.permission },
    ...{ body: addBody, status: 201, answer: answers.addedDestination },
  },
  {
    id: "findDestination",
    group: "Destinations",
    summary: "Get a destination",
    ...{ method: "get", path: `${destinations}/{id}`, permission: "destination:read" },
    ...{ status: 200, answer: answers.destination },
  },
  {
    id: "changeDestination",
    group: "Destinations",
    summary: "Change a destination",
    ...{ method: "patch", path: `${destinations}/{id}` },
    ...{ permission: changeDestination.permission, body: changeBody, status: 200, answer: answers.destination },
  },
  {
    id: "deleteDestination",
    group: "Destinations",
    summary: "Delete a destination",
    ...{ method: "delete", path: `${destinations}/{id}` },
    ...{ permission: deleteDestination.permission, status: 204 },
  },
  {
    id: "rotateDestination",
    group: "Destinations",
    summary: "Rotate the secret of a destination",
    ...{ method: "post", path: `${destinations}/{id}/rotate` },
    ...{ permission: rotateDestination.permission, body: rotateBody, status: 200, answer: answers.rotated },
  },
  {
    id: "testDestination",
    group: "Destinations",
    summary: "Send a test to a destination",
    ...{ method: "post", path: `${destinations}/{id}/test` },
    ...{ permission: testDestination.permission, status: 202, answer: answers.tested },
  },
  {
    id: "recoverDestination",
    group: "Destinations",
    summary: "Send a destination what it has not received",
    ...{ method: "post", path: `${destinations}/{id}/recover` },
    ...{ permission: recoverDestination.permission, body: recoverDestination.input.omit({ destinationId: true }) },
    ...{ status: 202, answer: answers.recovered },
  },
  {
    id: "listDeliveries",
    group: "Deliveries",
    summary: "List deliveries",
    ...{ method: "get", path: deliveries, permission: "delivery:read" },
    ...{ query: deliveriesFilter.extend(pageFields), status: 200, answer: page(answers.listedDelivery) },
  },
  {
    id: "findDelivery",
    group: "Deliveries",
    summary: "Get a delivery",
    ...{ method: "get", path: `${deliveries}/{id}`, permission: "delivery:read" },
    ...{ status: 200, answer: answers.delivery },
  },
  {
    id: "resendDelivery",
    group: "Deliveries",
    summary: "Resend a delivery",
    ...{ method: "post", path: `${deliveries}/{id}/resend` },
    ...{ permission: resendDelivery.permission, body: resendDelivery.input.pick({ reason: true }) },
    ...{ status: 202, answer: answers.resent },
  },
];

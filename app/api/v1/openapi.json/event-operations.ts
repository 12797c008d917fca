import { rerunHandler } from "#lib/replay/rerun-handler";
import { startReplay } from "#lib/replay/start-replay";
import { eventQuery, eventsQuery, rejectionsQuery, replayBody, rerunBody } from "../requests.ts";
import * as answers from "./event-answers.ts";
import { page } from "./generic-answers.ts";
import type { Operation } from "./operation.ts";

/** The routes of events, runs and refused requests. */
export const EVENT_OPERATIONS: readonly Operation[] = [
  {
    id: "listEvents",
    group: "Events",
    summary: "List events",
    ...{ method: "get", path: "/api/v1/events", permission: "event:read" },
    ...{ query: eventsQuery, status: 200, answer: page(answers.listedEvent) },
  },
  {
    id: "findEvent",
    group: "Events",
    summary: "Get an event",
    ...{ method: "get", path: "/api/v1/events/{messageId}", permission: "event:read" },
    ...{ query: eventQuery, status: 200, answer: answers.foundEvent },
  },
  {
    id: "replayEvent",
    group: "Events",
    summary: "Run all handlers of an event again",
    ...{ method: "post", path: "/api/v1/events/{messageId}/replay", permission: startReplay.permission },
    ...{ query: eventQuery, body: replayBody, status: 202, answer: answers.replayed },
  },
  {
    id: "rerunHandler",
    group: "Events",
    summary: "Run one handler of an event again",
    ...{ method: "post", path: "/api/v1/runs/{id}/rerun", permission: rerunHandler.permission },
    ...{ body: rerunBody, status: 202, answer: answers.rerun },
  },
  {
    id: "listRejections",
    group: "Refused requests",
    summary: "List refused requests",
    ...{ method: "get", path: "/api/v1/rejections", permission: "rejection:read" },
    ...{ query: rejectionsQuery, status: 200, answer: page(answers.rejection) },
  },
];

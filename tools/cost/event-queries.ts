import { type EventsFilter, RUN_STATE_CHOICES, VERDICT_CHOICES } from "#lib/events/filter";
import { findEvent } from "#lib/events/find-event";
import { findNeighbours } from "#lib/events/find-neighbours";
import { listEvents } from "#lib/events/list-events";
import { countRejectionCauses, listCountedRejections, listRejections } from "#lib/events/list-rejections";
import { readBody, readPreviousBody } from "#lib/events/read-body";
import type { MeasuredQuery } from "./sample.ts";

const FILTERS: Record<string, EventsFilter> = {
  "no filter": {},
  "a source": { source: "vove" },
  "a type": { type: "kyb.case.rejected" },
  "a type that is not there": { type: "kyb.case.created" },
  ...Object.fromEntries(VERDICT_CHOICES.map((verdict) => [`verdict ${verdict}`, { verdict }])),
  ...Object.fromEntries(RUN_STATE_CHOICES.map((runState) => [`runs ${runState}`, { runState }])),
  "a type and runs dead": { type: "kyb.case.rejected", runState: "dead" },
  "a type and a verdict": { type: "kyb.case.rejected", verdict: "conflict" },
};

export const eventQueries: MeasuredQuery[] = [
  ...Object.entries(FILTERS).map(
    ([name, filter]): MeasuredQuery => ({ name: `events: ${name}`, ask: (actor) => listEvents(actor, filter) }),
  ),
  { name: "events: of a refId", ask: (actor, { refId }) => listEvents(actor, { refId }) },
  { name: "events: until long ago", ask: (actor, { deepAt }) => listEvents(actor, { to: deepAt }) },
  {
    name: "events: rejected, until long ago",
    ask: (actor, { deepAt }) => listEvents(actor, { to: deepAt, type: "kyb.case.rejected" }),
  },
  { name: "events: by message id", ask: (actor, { messageId }) => listEvents(actor, { messageId }) },
  {
    name: "events: by its beginning",
    ask: (actor, { messageId }) => listEvents(actor, { messageId: messageId.slice(0, 12) }),
  },
  { name: "events: search by message id", ask: (actor, { messageId }) => listEvents(actor, { q: messageId }) },
  { name: "events: search by refId", ask: (actor, { refId }) => listEvents(actor, { q: refId }) },
  { name: "events: search by name", ask: (actor, { name }) => listEvents(actor, { q: name }) },
  { name: "events: search by msg_", ask: (actor) => listEvents(actor, { q: "msg_" }) },
  { name: "event", ask: (actor, { messageId }) => findEvent(actor, { messageId }) },
  { name: "event: body", ask: (actor, { messageId }) => readBody(actor, { messageId }) },
  { name: "event: the body before it", ask: (actor, { messageId }) => readPreviousBody(actor, { messageId }) },
  {
    name: "event: neighbours",
    ask: (actor, { deepId: id, deepAt }) => findNeighbours(actor, {}, { id, receivedAt: new Date(deepAt) }),
  },
  {
    name: "event: neighbours with runs dead",
    ask: (actor, { deepId: id, deepAt }) =>
      findNeighbours(actor, { runState: "dead" }, { id, receivedAt: new Date(deepAt) }),
  },
  { name: "rejected", ask: (actor) => listRejections(actor) },
  { name: "rejected: a cause", ask: (actor) => listRejections(actor, "stale-timestamp") },
  { name: "rejected: a cause not there", ask: (actor) => listRejections(actor, "too-large") },
  { name: "rejected: causes", ask: (actor) => countRejectionCauses(actor) },
  { name: "rejected: only counted", ask: (actor) => listCountedRejections(actor) },
];

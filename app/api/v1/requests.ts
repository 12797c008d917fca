import { z } from "zod";
import { businessesFilter } from "#lib/businesses/read-businesses";
import { casesFilter } from "#lib/cases/board/filter";
import { CAUSES } from "#lib/events/describe-cause";
import { eventsFilter } from "#lib/events/filter";
import { exportCase } from "#lib/evidence/export-case";
import { rerunHandler } from "#lib/replay/rerun-handler";
import { startReplay } from "#lib/replay/start-replay";
import { caseFields, eventFields, pageFields } from "./page-query.ts";

/** What the routes of cases, businesses, events, runs and refused requests read; the description of the API is made of the same schemas. */
export const casesQuery = casesFilter.extend(pageFields);

export const caseQuery = z.object({
  ...caseFields,
  episode: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, "A whole number, from 1.")
    .transform(Number)
    .optional(),
  ...pageFields,
});

export const evidenceQuery = z.object({ ...caseFields, reason: exportCase.input.shape.reason });

export const businessesQuery = businessesFilter.extend(pageFields);
export const businessQuery = z.object(caseFields);
export const businessBody = z.strictObject({
  name: z.string().nullish(),
  contactEmail: z.string().nullish(),
});

export const eventsQuery = eventsFilter.extend(pageFields);
export const eventQuery = z.object(eventFields);
export const replayBody = startReplay.input.pick({ reason: true });
export const rerunBody = rerunHandler.input.pick({ reason: true });

export const rejectionsQuery = z.object({
  cause: z.enum(CAUSES, `One of ${CAUSES.join(", ")}.`).optional(),
  ...pageFields,
});

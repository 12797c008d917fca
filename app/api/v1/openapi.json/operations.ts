import { CASE_OPERATIONS } from "./case-operations.ts";
import { DESTINATION_OPERATIONS } from "./destination-operations.ts";
import { EVENT_OPERATIONS } from "./event-operations.ts";
import { EXPORT_OPERATIONS } from "./export-operations.ts";
import type { Operation } from "./operation.ts";

/** Every route of the API but the one of its own description. */
export const OPERATIONS: readonly Operation[] = [
  ...CASE_OPERATIONS,
  ...EVENT_OPERATIONS,
  ...DESTINATION_OPERATIONS,
  ...EXPORT_OPERATIONS,
];

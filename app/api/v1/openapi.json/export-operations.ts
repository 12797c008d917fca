import { exportDecisions } from "#lib/exports/export-decisions";
import type { Operation } from "./operation.ts";

const TABLES = ["text/csv", "application/jsonl"];

/** The routes of exports. */
export const EXPORT_OPERATIONS: readonly Operation[] = [
  {
    id: "exportDecisions",
    group: "Exports",
    summary: "Export what was decided in a period",
    ...{ method: "get", path: "/api/v1/exports/decisions", permission: exportDecisions.permission },
    ...{ query: exportDecisions.input, status: 200, media: TABLES },
  },
];

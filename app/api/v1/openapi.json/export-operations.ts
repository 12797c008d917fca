import { exportCase } from "#lib/evidence/export-case";
import { exportAudit } from "#lib/exports/export-audit";
import { exportCases } from "#lib/exports/export-cases";
import { exportChanges } from "#lib/exports/export-changes";
import { exportDecisions } from "#lib/exports/export-decisions";
import { evidenceQuery } from "../requests.ts";
import type { Operation } from "./operation.ts";

const TABLES = ["text/csv", "application/jsonl"];

/** The routes of exports. */
export const EXPORT_OPERATIONS: readonly Operation[] = [
  {
    id: "exportCase",
    group: "Exports",
    summary: "Export a case as an evidence pack",
    ...{ method: "get", path: "/api/v1/cases/{refId}/evidence", permission: exportCase.permission },
    ...{ query: evidenceQuery, status: 200, media: ["application/zip"] },
  },
  {
    id: "exportDecisions",
    group: "Exports",
    summary: "Export what was decided in a period",
    ...{ method: "get", path: "/api/v1/exports/decisions", permission: exportDecisions.permission },
    ...{ query: exportDecisions.input, status: 200, media: TABLES },
  },
  {
    id: "exportAudit",
    group: "Exports",
    summary: "Export entries of the audit log",
    ...{ method: "get", path: "/api/v1/exports/audit", permission: exportAudit.permission },
    ...{ query: exportAudit.input, status: 200, media: TABLES },
  },
  {
    id: "exportCases",
    group: "Exports",
    summary: "Export a list of cases",
    ...{ method: "get", path: "/api/v1/exports/cases", permission: exportCases.permission },
    ...{ query: exportCases.input, status: 200, media: TABLES },
  },
  {
    id: "exportChanges",
    group: "Exports",
    summary: "Export what changed in a time",
    ...{ method: "get", path: "/api/v1/exports/changes", permission: exportChanges.permission },
    ...{ query: exportChanges.input, status: 200, media: TABLES },
  },
];

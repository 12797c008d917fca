import { CASE_STATUSES } from "#db/case-statuses";
import { refIdProblem } from "#lib/ref-id";
import { jsonbProblem, storable, utf8 } from "./stored-text.ts";

type CaseStatus = (typeof CASE_STATUSES)[number];

export type Classified = {
  /** `kyb.case.completed` …, or `unrecognised`. It follows from the status, because the body names no type. */
  type: string;
  /** A sentence that says why it is unrecognised. */
  unrecognised: string | null;
  refId: string | null;
  status: CaseStatus | null;
  previousStatus: CaseStatus | null;
  reason: string | null;
  /** The body's JSON text; null where PostgreSQL's jsonb cannot hold it. */
  parsed: string | null;
};

const MAX_REASON_CHARACTERS = 1000;

/**
 * Reads a genuine body. Never throws: whatever the sender signed is kept, and a body that is no KYB case's is `unrecognised`. It must have
 * one of the five states as `status`, and a `previousStatus`: VOVE ID's AML events use two of the same words.
 */
export function classify(body: Uint8Array): Classified {
  const text = utf8(body);
  if (text === undefined) return unrecognised("The body is not UTF-8.");
  const value = json(text);
  if (value === undefined) return unrecognised(text.trim() === "" ? "The body is empty." : "The body is not JSON.");
  const problem = jsonbProblem(text);
  const parsed = problem === undefined ? text : null;
  if (!isRecord(value)) return { ...unrecognised("The body is JSON, but not an object."), parsed };

  const refId = field(value, "refId");
  const known = { parsed, refId: typeof refId === "string" && refIdFault(refId) === undefined ? refId : null };
  const why = statusProblem(value) ?? refIdFault(refId);
  if (why !== undefined) return { ...unrecognised(why), ...known };

  const status = field(value, "status") as CaseStatus;
  return {
    ...known,
    type: typeOf(status),
    unrecognised: null,
    status,
    previousStatus: caseStatus(field(value, "previousStatus")),
    reason: reasonOf(field(value, "reason")),
  };
}

/** The catalogue's name of the event with `status`. NOT_STARTED is no longer sent: its name is from the older catalogue. */
function typeOf(status: CaseStatus): string {
  return `kyb.case.${status === "NOT_STARTED" ? "created" : status.toLowerCase()}`;
}

function unrecognised(why: string): Classified {
  const nothing = { refId: null, status: null, previousStatus: null, reason: null, parsed: null };
  return { ...nothing, type: "unrecognised", unrecognised: why };
}

function statusProblem(value: Record<string, unknown>): string | undefined {
  const status = field(value, "status");
  if (status === undefined) return "It has no status.";
  if (!caseStatus(status)) return `Its status, ${quote(status)}, is not a KYB case's.`;
  const previousStatus = field(value, "previousStatus");
  if (previousStatus === undefined)
    return "It has no previousStatus, so it is not a KYB case's: AML events look like this.";
  return caseStatus(previousStatus) ? undefined : `Its previousStatus, ${quote(previousStatus)}, is not a KYB case's.`;
}

function refIdFault(refId: unknown): string | undefined {
  if (refId === undefined) return "It has no refId.";
  if (typeof refId !== "string") return "Its refId is not a text.";
  const problem = refIdProblem(refId);
  return problem && `Its refId ${problem}.`;
}

/** The reason is any string. Another value is kept as its JSON, so that a person can still read it. */
function reasonOf(reason: unknown): string | null {
  if (reason === undefined || reason === null || reason === "") return null;
  const text = storable(typeof reason === "string" ? reason : jsonOf(reason));
  if (text.length <= MAX_REASON_CHARACTERS) return text;
  // The cut may split a surrogate pair.
  return storable(`${text.slice(0, MAX_REASON_CHARACTERS - 1)}…`);
}

function caseStatus(value: unknown): CaseStatus | null {
  return CASE_STATUSES.find((status) => status === value) ?? null;
}

function quote(value: unknown): string {
  const text = storable(jsonOf(value));
  return text.length > 60 ? storable(`${text.slice(0, 60)}…`) : text;
}

/** JSON.stringify recurses, and throws for a value that is nested too deep. */
function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return "a deeply nested value";
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Own fields only, none of Object.prototype. */
function field(value: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

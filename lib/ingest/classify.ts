import { CASE_STATUSES } from "#db/case-statuses";
import { refIdProblem } from "#lib/ref-id";
import { jsonbProblem, storable, utf8 } from "./stored-text.ts";

type CaseStatus = (typeof CASE_STATUSES)[number];

export type Classified = {
  /** `kyb.case.completed` …, or `unrecognised`. The body names no type: it follows from the status. */
  type: string;
  /** Why it is unrecognised, in words. */
  unrecognised: string | null;
  refId: string | null;
  status: CaseStatus | null;
  previousStatus: CaseStatus | null;
  reason: string | null;
  /** The body's JSON text, where PostgreSQL's jsonb can represent it. */
  parsed: string | null;
};

const MAX_REASON_CHARACTERS = 1000;

/**
 * What a genuine body says. It never throws: whatever the sender signed is kept, and what we do not understand is `unrecognised`.
 * A body is a KYB case's only if `status` is one of the five states and `previousStatus` is there, because VOVE ID's AML events
 * share two of the words.
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
  const known = { parsed, refId: typeof refId === "string" && whyNoRefId(refId) === undefined ? refId : null };
  const why = statusProblem(value) ?? whyNoRefId(refId);
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

/** The catalogue's name of the event that brings `status`. NOT_STARTED is no longer sent; its name is the older catalogue's. */
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

function whyNoRefId(refId: unknown): string | undefined {
  if (refId === undefined) return "It has no refId.";
  if (typeof refId !== "string") return "Its refId is not a text.";
  const problem = refIdProblem(refId);
  return problem && `Its refId ${problem}.`;
}

/** The reason is an open string. Another shape is kept as its JSON, so that a person still reads what came. */
function reasonOf(reason: unknown): string | null {
  if (reason === undefined || reason === null || reason === "") return null;
  const text = storable(typeof reason === "string" ? reason : jsonOf(reason));
  if (text.length <= MAX_REASON_CHARACTERS) return text;
  // Cutting may halve a surrogate pair.
  return storable(`${text.slice(0, MAX_REASON_CHARACTERS - 1)}…`);
}

function caseStatus(value: unknown): CaseStatus | null {
  return CASE_STATUSES.find((status) => status === value) ?? null;
}

function quote(value: unknown): string {
  const text = storable(jsonOf(value));
  return text.length > 60 ? storable(`${text.slice(0, 60)}…`) : text;
}

/** JSON.stringify recurses: a value too deep for it is named instead. */
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

/** Own fields only: a body may not borrow from Object.prototype. */
function field(value: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

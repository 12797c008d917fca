/** Why a request was not carried out, in the words every door translates: pages into a message, the API into a status. */
export type RefusalCode =
  | "invalid"
  | "not-signed-in"
  | "not-allowed"
  | "not-fresh"
  | "not-found"
  | "wrong-state"
  | "too-many";

/** Thrown by verbs and queries for what the caller can understand and mend. Anything else thrown is a fault of ours. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  /** For `invalid`: what is wrong, by field. */
  readonly fields: Record<string, string>;

  constructor(code: RefusalCode, message: string, fields: Record<string, string> = {}) {
    super(message);
    this.name = "Refusal";
    this.code = code;
    this.fields = fields;
  }
}

/** Thrown to one whose role does not grant `permission`. */
export class NotAllowed extends Refusal {
  readonly permission: string;

  constructor(permission: string, message: string) {
    super("not-allowed", message);
    this.permission = permission;
  }
}

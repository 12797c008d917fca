/** Why a request was refused. Pages show the message, the API answers with a status. */
export type RefusalCode =
  | "invalid"
  | "not-signed-in"
  | "not-allowed"
  | "not-fresh"
  | "not-found"
  | "wrong-state"
  | "too-many";

/** Thrown by verbs and queries for what the caller can understand and correct. Any other error is ours. */
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

/** Thrown where the actor's role does not grant `permission`. */
export class NotAllowed extends Refusal {
  readonly permission: string;

  constructor(permission: string, message: string) {
    super("not-allowed", message);
    this.permission = permission;
  }
}

/**
 * Every action the log can tell of: the object of the verb's permission and the verb in the past. Each has its sentence in
 * `sentence`, and `record` takes no other.
 */
export const ACTIONS = [
  "account.enabled",
  "audit.exported",
  "audit.verified",
  "business.put",
  "case.assigned",
  "case.flagged",
  "case.held",
  "case.noted",
  "case.released",
  "checkpoint-key.made",
  "effect.settled",
  "replay.started",
  "follow-up.confirmed",
  "follow-up.resolved",
  "handler.rerun",
  "invite.revoked",
  "letter.sent",
  "letter.waived",
  "password.changed",
  "removal.ended",
  "replay.cancelled",
  "secret.added",
  "secret.retired",
  "session.ended",
  "session.refused",
  "session.revoked",
  "session.started",
  "smtp.tested",
  "source.added",
  "source.tested",
  "token.issued",
  "token.revoked",
  "user.deactivated",
  "user.invited",
  "user.joined",
  "user.role-changed",
] as const;

export type Action = (typeof ACTIONS)[number];

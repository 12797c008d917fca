import type { Role } from "./permissions.ts";

/**
 * Who acts. A user or token has a role and the address of the request; a webhook source or a job has no permission. `verifiedAt` is when
 * the person last proved their identity in this session: some acts demand that it is recent.
 */
export type Actor =
  | { kind: "user"; id: string; label: string; role: Role; remoteAddress?: string; verifiedAt?: Date }
  | { kind: "token"; id: string; label: string; role: Role; remoteAddress?: string }
  | { kind: "source"; id: string; label: string }
  | { kind: "job"; id: string; label: string };

export type UserActor = Extract<Actor, { kind: "user" }>;
export type TokenActor = Extract<Actor, { kind: "token" }>;

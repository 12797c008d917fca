import type { Role } from "./permissions.ts";

/**
 * Who acts. A user or token has a role, and the address their request came from; a webhook source and a job act by what they are and hold
 * no permission. `verifiedAt` is when a person last proved who they are in the session they act by: some acts ask for that to be recent.
 */
export type Actor =
  | { kind: "user"; id: string; label: string; role: Role; remoteAddress?: string; verifiedAt?: Date }
  | { kind: "token"; id: string; label: string; role: Role; remoteAddress?: string }
  | { kind: "source"; id: string; label: string }
  | { kind: "job"; id: string; label: string };

export type UserActor = Extract<Actor, { kind: "user" }>;
export type TokenActor = Extract<Actor, { kind: "token" }>;

import type { Actor } from "#lib/actor";
import { may, type Permission } from "#lib/permissions";

/**
 * What may have changed. A page subscribes to the topics it shows. NOTIFY carries a topic and no data: the page reads again. `access` is
 * for processes alone: a session or role has ended, so every open stream checks its reader.
 */
export const TOPICS = [
  "cases",
  "events",
  "runs",
  "rejections",
  "replays",
  "destinations",
  "audit",
  "exports",
  "settings",
  "access",
] as const;
export type Topic = (typeof TOPICS)[number] | `case/${string}`;

/** The channel of the one LISTEN connection of a process. Its payload is a topic. */
export const CHANNEL = "casewire";

/** The topic of one case. */
export function caseTopic(source: string, refId: string): Topic {
  // A NOTIFY payload must stay under 8000 bytes; a refId is at most 512 characters.
  return `case/${source}/${refId}`;
}

/** The permission that a reader needs to be told of a topic: that something happened is information, too. */
const PERMISSIONS: Record<(typeof TOPICS)[number], Permission | "nobody"> = {
  cases: "case:read",
  events: "event:read",
  runs: "event:read",
  rejections: "rejection-outline:read",
  replays: "event:read",
  destinations: "destination:read",
  audit: "audit:read",
  exports: "export:read",
  settings: "source:read",
  access: "nobody",
};

/** Whether `actor` may be told of changes of `topic`. */
export function mayBeToldOf(actor: Actor, topic: Topic): boolean {
  if (actor.kind !== "user" && actor.kind !== "token") return false;
  const permission = PERMISSIONS[topic as keyof typeof PERMISSIONS] ?? "case:read";
  return permission !== "nobody" && may(actor.role, permission);
}

import type { Actor } from "#lib/actor";
import { may, type Permission } from "#lib/permissions";
import type { TOPICS, Topic } from "./topics.ts";

/** What one must be allowed to read to be told that it changed: that something happened tells something, too. */
const PERMISSIONS: Record<(typeof TOPICS)[number], Permission | "nobody"> = {
  cases: "case:read",
  events: "event:read",
  runs: "event:read",
  rejections: "rejection:read",
  replays: "event:read",
  audit: "audit:read",
  settings: "source:read",
  access: "nobody",
};

/** Whether `actor` may be told of changes of `topic`. */
export function mayHear(actor: Actor, topic: Topic): boolean {
  if (actor.kind !== "user" && actor.kind !== "token") return false;
  const permission = PERMISSIONS[topic as keyof typeof PERMISSIONS] ?? "case:read";
  return permission !== "nobody" && may(actor.role, permission);
}

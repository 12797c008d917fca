/**
 * What may have changed. A page names the topics it shows; NOTIFY carries a topic and no data: the page asks again.
 * `access` is for the process, and no page hears it: somebody's session or role has ended, so every open stream asks who reads it.
 */
export const TOPICS = ["cases", "events", "runs", "rejections", "replays", "audit", "settings", "access"] as const;
export type Topic = (typeof TOPICS)[number] | `case/${string}`;

/** The channel of the one LISTEN connection a process holds. Its payload is a topic. */
export const CHANNEL = "casewire";

/** The topic of one case. */
export function caseTopic(source: string, refId: string): Topic {
  // A NOTIFY payload must stay under 8000 bytes; a refId is at most 512 characters.
  return `case/${source}/${refId}`;
}

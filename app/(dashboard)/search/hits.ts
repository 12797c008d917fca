import type { UserActor } from "#lib/actor";
import { describeCause } from "#lib/events/describe-cause";
import { casePath, deliveryPath, eventPath, messagePath } from "#lib/page-paths";
import { may } from "#lib/permissions";
import type { Exact, Results } from "#lib/search/search-everything";
import { messageIdTime } from "#lib/sources/message-id";
import { STATUS_WORDS } from "../_words.ts";

/** One thing found, as a page and the palette show it. The texts are somebody's. */
export type Hit = { href: string; title: string; detail: string; at: string | null };
export type Group = { label: string; hits: Hit[] };

/** What was found, by kind, in the words of pages. A kind without hits is left out. */
export function groupsOf(actor: UserActor, { exact, ...found }: Results): Group[] {
  const groups: Group[] = [
    { label: "Cases", hits: found.cases.map(ofCase) },
    { label: "Messages", hits: found.messages.map((message) => ofMessage(actor, message)) },
    { label: "Refused requests", hits: found.refused.map(ofRefused) },
    { label: "E-mails", hits: found.contacts.map(ofContact) },
    { label: "Notes", hits: found.notes.map(ofNote) },
    { label: "Deliveries", hits: found.deliveries.map(ofDelivery) },
  ];
  return groups.filter(({ hits }) => hits.length > 0);
}

/** The page of the one thing that is called exactly so. */
export function exactPath(actor: UserActor, exact: Exact): string {
  if (exact.kind === "case") return casePath(exact);
  const { source, messageId } = exact;
  return source !== undefined && may(actor.role, "event:read")
    ? eventPath({ source, messageId })
    : messagePath(messageId);
}

/** The page that says that a whole message id was never seen. Null for words that are none, and for roles that may not ask. */
export function unseenMessagePath(actor: UserActor, q: string, groups: readonly Group[]): string | null {
  const id = q.trim();
  if (groups.length > 0 || messageIdTime(id) === undefined || !may(actor.role, "message:read")) return null;
  return messagePath(id);
}

function ofCase(line: Results["cases"][number]): Hit {
  const detail = [line.name && line.refId, STATUS_WORDS[line.status]].filter(Boolean).join(" · ");
  return { href: casePath(line), title: line.name ?? line.refId, detail, at: null };
}

function ofMessage(
  actor: UserActor,
  { source, messageId, refId, status, receivedAt }: Results["messages"][number],
): Hit {
  return {
    href: exactPath(actor, { kind: "message", source, messageId }),
    title: messageId,
    detail: [refId, status && STATUS_WORDS[status]].filter(Boolean).join(" · "),
    at: receivedAt.toISOString(),
  };
}

function ofRefused(refused: Results["refused"][number]): Hit {
  const { messageId, receivedAt } = refused;
  return {
    href: messagePath(messageId),
    title: messageId,
    detail: describeCause(refused),
    at: receivedAt.toISOString(),
  };
}

function ofContact({ source, refId, name, contactEmail }: Results["contacts"][number]): Hit {
  const detail = [name, refId].filter(Boolean).join(" · ");
  return { href: casePath({ source, refId }), title: contactEmail, detail, at: null };
}

const MAX_EXCERPT = 140;

function ofNote({ source, refId, body, author, createdAt }: Results["notes"][number]): Hit {
  const line = body.replace(/\s+/g, " ").trim();
  const title = line.length > MAX_EXCERPT ? `${line.slice(0, MAX_EXCERPT)}…` : line;
  return { href: casePath({ source, refId }), title, detail: `${author} on ${refId}`, at: createdAt.toISOString() };
}

function ofDelivery({
  deliveryId,
  destinationId,
  destination,
  type,
  refId,
  createdAt,
}: Results["deliveries"][number]): Hit {
  return {
    href: deliveryPath({ destinationId, deliveryId }),
    title: `${type} to ${destination}`,
    detail: refId,
    at: createdAt.toISOString(),
  };
}

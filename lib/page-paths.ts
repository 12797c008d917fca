/** The path segments that replace an id which cannot be in a path: it is then in the query, as in `/cases/by-ref?refId=…`. */
export const BY_REF = "by-ref";
export const BY_ID = "by-id";

/**
 * Ids that a path can carry unchanged. Others are altered on the way: browsers remove `.` and `..`, Next treats `.rsc` at the end
 * specially, and proxies merge `//` and decode `%2F`. A query carries any text.
 */
const PLAIN = /^[\w-]{1,200}$/;

/** The page of a case, whatever its refId holds. `view` is the rest of its query. */
export function casePath(
  { source, refId }: { source: string; refId: string },
  view: Record<string, string | undefined> = {},
): string {
  const plain = PLAIN.test(refId);
  const query = queryOf({ refId: plain ? undefined : refId, source: source === "vove" ? undefined : source, ...view });
  return `/cases/${plain ? refId : BY_REF}${query}`;
}

type EventKey = { source?: string | undefined; messageId: string };

/** The page of an event. `view.list` is the query of the list it was opened from: next and previous follow that list. */
export function eventPath(key: EventKey, view: { list?: string; tab?: string; show?: string } = {}): string {
  return eventAddress(key, "", view);
}

/** The page that says whether a message reached us. */
export function messagePath(messageId: string): string {
  const plain = PLAIN.test(messageId);
  return `/search/messages/${plain ? messageId : BY_ID}${queryOf({ messageId: plain ? undefined : messageId })}`;
}

/** The download of an event's bytes, or of the bytes of one of its receipts where they differ. */
export function rawPath(key: EventKey, receiptId?: number): string {
  return eventAddress(key, "/raw", { receipt: receiptId === undefined ? undefined : String(receiptId) });
}

function eventAddress(
  { source, messageId }: EventKey,
  below: string,
  view: Record<string, string | undefined>,
): string {
  const plain = PLAIN.test(messageId);
  return `/events/${plain ? messageId : BY_ID}${below}${queryOf({ messageId: plain ? undefined : messageId, source, ...view })}`;
}

/** The page of a destination. `view` is the rest of its query, such as the filter of its deliveries. */
export function destinationPath(destinationId: string, view: Record<string, string | undefined> = {}): string {
  return `/destinations/${destinationId}${queryOf(view)}`;
}

/** The page of a delivery. `view.list` is the query of the list it was opened from, as for events. */
export function deliveryPath(
  delivery: { destinationId: string; deliveryId: number },
  view: { list?: string; show?: string } = {},
): string {
  return `${destinationPath(delivery.destinationId)}/deliveries/${delivery.deliveryId}${queryOf(view)}`;
}

/** The page of what gave up with one failure. */
export function failurePath(
  { handler, failure }: { handler: string; failure: string },
  view: Record<string, string | undefined> = {},
): string {
  return `/failures/${failure}${queryOf({ handler, ...view })}`;
}

function queryOf(parameters: Record<string, string | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value) query.set(name, value);
  return query.size > 0 ? `?${query}` : "";
}

/** The refId that an address names: `part` is that part of its path, decoded, and `named` its `refId` parameter. */
export function refIdNamed(part: string, named: string | undefined): string {
  return part === BY_REF && named !== undefined ? named : part;
}

/** The message id that an address names, in the same way. */
export function messageIdNamed(part: string, named: string | undefined): string {
  return part === BY_ID && named !== undefined ? named : part;
}

/**
 * The redirect of a hand-written address whose id ends in `.rsc`: Next would answer with the page's data in its own format. Undefined for
 * every other address.
 */
export function withoutDataSuffix(address: string): string | undefined {
  const [path = "", query = ""] = address.split(/\?(.*)/s);
  const [, list, part = ""] = /^\/(cases|events)\/([^/]+)$/.exec(path) ?? [];
  const id = decodeURIComponent(part);
  if (list === undefined || !/\.rsc$/i.test(id)) return undefined;
  const rest = Object.fromEntries(new URLSearchParams(query));
  return list === "cases" ? casePath({ source: "vove", refId: id }, rest) : eventPath({ messageId: id }, rest);
}

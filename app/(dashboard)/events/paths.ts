type Key = { source: string; messageId: string };

/** An event's page. `list` is the query of the list one came from: next and previous go along that list. */
export function eventPath(
  { source, messageId }: Key,
  view: { list?: string; tab?: string; show?: string } = {},
): string {
  const query = new URLSearchParams({ source });
  for (const [name, value] of Object.entries(view)) if (value) query.set(name, value);
  return `/events/${encodeURIComponent(messageId)}?${query}`;
}

/** The bytes of an event, or of one of its receipts that keeps other ones, as a download. */
export function rawPath({ source, messageId }: Key, receiptId?: number): string {
  const query = new URLSearchParams({ source, ...(receiptId === undefined ? {} : { receipt: String(receiptId) }) });
  return `/events/${encodeURIComponent(messageId)}/raw?${query}`;
}

/** The page of a case. */
export function casePath({ source, refId }: { source: string; refId: string }): string {
  return `/cases/${encodeURIComponent(refId)}${source === "vove" ? "" : `?source=${encodeURIComponent(source)}`}`;
}

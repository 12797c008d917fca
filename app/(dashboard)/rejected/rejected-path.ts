/** The rejections of a cause, or all, from `cursor` on. */
export function rejectedPath(cause?: string, cursor?: string): string {
  const query = new URLSearchParams();
  if (cause !== undefined) query.set("cause", cause);
  if (cursor !== undefined) query.set("cursor", cursor);
  return query.size > 0 ? `/rejected?${query}` : "/rejected";
}

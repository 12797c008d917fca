/** The download of an export. `words`: those that were searched, sealed. */
export function fileOf(exportId: number, words?: string): string {
  return `/exports/${exportId}/file${words ? `?${new URLSearchParams({ words })}` : ""}`;
}

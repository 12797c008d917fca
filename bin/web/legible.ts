/**
 * Whether an address can mean anything to us: its path is percent-encoded UTF-8, to which Next answers 500 where it is not, and it
 * names no NUL, which no text of PostgreSQL can hold.
 */
export function isLegible(address: string): boolean {
  const [path = ""] = address.split("?", 1);
  try {
    decodeURIComponent(path);
  } catch {
    return false;
  }
  return !address.includes("%00");
}

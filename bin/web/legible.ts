/**
 * Whether an address can mean anything to us: it begins with its path, which is percent-encoded UTF-8 (Next answers 500 to others), and
 * it names no NUL, which no text of PostgreSQL can hold.
 */
export function isLegible(address: string): boolean {
  const [path = ""] = address.split("?", 1);
  if (!path.startsWith("/")) return false;
  try {
    decodeURIComponent(path);
  } catch {
    return false;
  }
  return !address.includes("%00");
}

/** A dynamic part of the path as it was meant: Next hands it to a page as the address has it, `%2F` and all. */
export function textOfParam(param: string): string {
  try {
    return decodeURIComponent(param);
  } catch {
    return param;
  }
}

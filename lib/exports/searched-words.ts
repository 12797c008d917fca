import { seal, unseal } from "#lib/seal";

/**
 * Words that were searched may be a name, so no row and no entry keeps them. Between the request for an export and its download they are
 * sealed in its address, together with the export's id: nobody can put others in their place.
 */
export function sealWords(exportId: number, words: string): string {
  return seal(`${exportId} ${words}`);
}

/** The words that `sealWords` sealed for this export; undefined for any other text. */
export function unsealWords(exportId: number, sealed: string): string | undefined {
  const prefix = `${exportId} `;
  try {
    const opened = unseal(sealed);
    return opened.startsWith(prefix) ? opened.slice(prefix.length) : undefined;
  } catch {
    return undefined;
  }
}

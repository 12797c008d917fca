import { domainToASCII } from "node:url";
import { z } from "zod";

/** RFC 5321: a path is at most 256 characters, of which two are its brackets. */
const MAX_CHARACTERS = 254;
/** What ends an address or begins another in a header, white space and signs that are not seen. */
const FOREIGN = /[\p{C}\p{Z}()<>[\]:;,"\\]/u;
/** A host name with a dot in it, as DNS asks for it. */
const LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/;

/**
 * Whether letters may be sent to `text`: a local part, one @ and a host name with a dot, in any alphabet. Whether anybody reads them only
 * the server there can say, so that nothing else is asked of it. Takes linear time.
 */
export function isMailAddress(text: string): boolean {
  const at = text.indexOf("@");
  if (at < 1 || text.length > MAX_CHARACTERS || text.includes("@", at + 1) || FOREIGN.test(text)) return false;
  const host = text.slice(at + 1);
  // domainToASCII reads a host as a URL does, and so would leave off or decode what follows these.
  if (/[/?#%]/.test(host)) return false;
  const labels = domainToASCII(host).split(".");
  return labels.length > 1 && labels.every((label) => LABEL.test(label)) && !/^\d+$/.test(labels.at(-1) ?? "");
}

/** The address as SMTP carries it to any server: its host name in ASCII. */
export function mailAddressInAscii(address: string): string {
  const at = address.lastIndexOf("@");
  return `${address.slice(0, at)}@${domainToASCII(address.slice(at + 1))}`;
}

export const mailAddressInput = z.string().trim().refine(isMailAddress, "must be an e-mail address");

import { domainToASCII } from "node:url";
import { z } from "zod";

/** RFC 5321: a path is at most 256 characters, of which two are its brackets. */
const MAX_CHARACTERS = 254;
/** Characters that separate addresses in a header, white space and invisible characters. */
const FOREIGN = /[\p{C}\p{Z}()<>[\]:;,"\\]/u;
/** A host name with a dot in it, as DNS asks for it. */
const LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/;

/**
 * Whether letters may be sent to `text`: a local part, one @ and a host name with a dot, in any alphabet. Only the mail server can tell
 * whether the mailbox exists, so nothing more is checked. Takes linear time.
 */
export function isMailAddress(text: string): boolean {
  const at = text.indexOf("@");
  if (at < 1 || text.length > MAX_CHARACTERS || text.includes("@", at + 1) || FOREIGN.test(text)) return false;
  const host = text.slice(at + 1);
  // domainToASCII reads a host as a URL does: it drops or decodes what follows these characters.
  if (/[/?#%]/.test(host)) return false;
  const labels = domainToASCII(host).split(".");
  return labels.length > 1 && labels.every((label) => LABEL.test(label)) && !/^\d+$/.test(labels.at(-1) ?? "");
}

/** The address with its host name in ASCII, as every SMTP server takes it. */
export function mailAddressInAscii(address: string): string {
  const at = address.lastIndexOf("@");
  return `${address.slice(0, at)}@${domainToASCII(address.slice(at + 1))}`;
}

export const mailAddressInput = z.string().trim().refine(isMailAddress, "must be an e-mail address");

import { isIPv4 } from "node:net";
import type { Tx } from "#db/pool";
import { readSettings } from "#lib/settings/settings";

/** `required`: nothing is sent without encryption and a valid certificate. `offered`: encrypted if the server supports it. */
export type Tls = "required" | "offered" | "off";
export type Smtp = { url: string; from: string; tls: Tls };

const DEFAULT_FROM = "Casewire <casewire@localhost>";

/** The mail server that the environment or a page sets now, or null. */
export async function smtp(tx?: Pick<Tx, "select">): Promise<Smtp | null> {
  const { SMTP_URL, SMTP_TLS, MAIL_FROM = DEFAULT_FROM } = await readSettings(tx);
  return SMTP_URL ? { url: SMTP_URL, from: MAIL_FROM, tls: tlsOf(SMTP_URL, SMTP_TLS) } : null;
}

/** Encryption is required for a server on another machine, unless SMTP_TLS turns it off. */
export function tlsOf(url: string, setting: "off" | undefined): Tls {
  if (setting === "off") return "off";
  return isLoopback(new URL(url).hostname) ? "offered" : "required";
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || (isIPv4(hostname) && hostname.startsWith("127."));
}

/** `host:port` of a server to show to people, without user and password. */
export function hostOf({ url }: Smtp): string {
  return new URL(url).host;
}

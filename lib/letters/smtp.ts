import { isIPv4 } from "node:net";
import { environment } from "#lib/environment";

/** `required`: what is not encrypted, or not by a server that proves its name, is not sent. `offered`: encrypted where the server can. */
export type Tls = "required" | "offered" | "off";
export type Smtp = { url: string; from: string; tls: Tls };

/** The server that letters leave by, or null when none is configured. */
export function smtp(): Smtp | null {
  const { SMTP_URL, SMTP_TLS, MAIL_FROM } = environment();
  return SMTP_URL ? { url: SMTP_URL, from: MAIL_FROM, tls: tlsOf(SMTP_URL, SMTP_TLS) } : null;
}

/** A letter and a password that leave this machine are encrypted, unless SMTP_TLS says otherwise. */
export function tlsOf(url: string, setting: "off" | undefined): Tls {
  if (setting === "off") return "off";
  return isLoopback(new URL(url).hostname) ? "offered" : "required";
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || (isIPv4(hostname) && hostname.startsWith("127."));
}

/** `host:port` of the server, for people: never its user or password. */
export function smtpHost(): string | null {
  const configured = smtp();
  return configured && new URL(configured.url).host;
}

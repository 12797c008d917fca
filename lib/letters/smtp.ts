import { isIPv4 } from "node:net";
import { environment } from "#lib/environment";

/** `required`: nothing is sent without encryption and a valid certificate. `offered`: encrypted if the server supports it. */
export type Tls = "required" | "offered" | "off";
export type Smtp = { url: string; from: string; tls: Tls };

/** The configured mail server, or null. */
export function smtp(): Smtp | null {
  const { SMTP_URL, SMTP_TLS, MAIL_FROM } = environment();
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

/** `host:port` of the server to show to people, without user and password. */
export function smtpHost(): string | null {
  const configured = smtp();
  return configured && new URL(configured.url).host;
}

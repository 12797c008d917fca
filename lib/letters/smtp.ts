import { environment } from "#lib/environment";

export type Smtp = { url: string; from: string };

/** The server that letters leave by, or null when none is configured. */
export function smtp(): Smtp | null {
  const { SMTP_URL, MAIL_FROM } = environment();
  return SMTP_URL ? { url: SMTP_URL, from: MAIL_FROM } : null;
}

/** `host:port` of the server, for people: never its user or password. */
export function smtpHost(): string | null {
  const configured = smtp();
  return configured && new URL(configured.url).host;
}

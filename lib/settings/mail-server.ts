import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { type Origin, readSettings, settingOrigins } from "./settings.ts";

/** The mail server as its form shows it: never the password. `origin` tells where it is set. */
export type MailServer = {
  host: string;
  port: string;
  encryption: "starttls" | "tls" | "none";
  user: string;
  hasPassword: boolean;
  from: string;
  origin: Origin;
  fromOrigin: Origin;
};

/** The mail server that holds now; its host is empty where none is set. */
export async function findMailServer(actor: Actor): Promise<MailServer> {
  authorize(actor, "mail:configure");
  const [{ SMTP_URL, SMTP_TLS, MAIL_FROM = "" }, origins] = await Promise.all([readSettings(), settingOrigins()]);
  const url = SMTP_URL === undefined ? null : new URL(SMTP_URL);
  const withTls = url?.protocol === "smtps:" ? "tls" : "starttls";
  return {
    host: url?.hostname ?? "",
    port: url?.port ?? "",
    encryption: SMTP_TLS === "off" ? "none" : withTls,
    user: decodeURIComponent(url?.username ?? ""),
    hasPassword: (url?.password ?? "") !== "",
    from: MAIL_FROM,
    origin: origins.SMTP_URL,
    fromOrigin: origins.MAIL_FROM,
  };
}

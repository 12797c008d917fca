import { z } from "zod";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";
import { readSettings } from "./settings.ts";
import { writeSettings } from "./write-settings.ts";

const text = (most: number) => z.string().trim().max(most).optional();

/**
 * Sets the mail server. An empty host removes it. An empty password keeps the stored one as long as host, port and user stay: it is
 * never sent to another server than it was given for.
 */
export const configureMail = defineVerb({
  permission: "mail:configure",
  audit: "mail.configured",
  input: z.object({
    host: text(253),
    port: z
      .string()
      .trim()
      .refine((port) => port === "" || (/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535), {
        message: "A port is a number from 1 to 65535.",
      })
      .optional(),
    encryption: z.enum(["starttls", "tls", "none"], "One of these.").default("starttls"),
    user: text(320),
    password: z.string().max(1000).optional(),
    from: text(320),
  }),
  refuses: ["wrong-state", "invalid"],

  async run(tx, actor, { host = "", port = "", encryption, user = "", password = "", from = "" }) {
    const before = await readSettings(tx);
    const url = host === "" ? null : urlOf({ host, port, encryption, user, password }, before.SMTP_URL);
    const given = {
      SMTP_URL: url,
      SMTP_TLS: host !== "" && encryption === "none" ? "off" : null,
      MAIL_FROM: from || null,
    };
    await writeSettings(tx, actor, given, { SMTP_URL: "host", SMTP_TLS: "encryption", MAIL_FROM: "from" });
    return {
      entry: {
        subject: { kind: "settings", id: "mail" },
        detail: { host: url === null ? null : new URL(url).host, encryption: url === null ? null : encryption },
      },
      topics: ["settings", "runs"],
    };
  },
});

type Server = { host: string; port: string; encryption: string; user: string; password: string };

function urlOf({ host, port, encryption, user, password }: Server, before: string | undefined): string {
  const bare = `${encryption === "tls" ? "smtps" : "smtp"}://${host}${port === "" ? "" : `:${port}`}`;
  if (!URL.canParse(bare) || new URL(bare).host === "" || /[/?#@\s]/.test(host))
    throw new Refusal("invalid", "This is not the name of a host.", {
      host: "A host name or address alone, such as mail.example.",
    });
  if (user === "") return bare;
  const url = new URL(bare);
  url.username = encodeURIComponent(user);
  url.password = password === "" ? keptPassword(url, before) : encodeURIComponent(password);
  return url.href;
}

/** Percent-encoded, as the URL holds it. */
function keptPassword({ host, username }: URL, before: string | undefined): string {
  const stored = before === undefined ? null : new URL(before);
  if (stored?.host === host && stored.username === username) return stored.password;
  throw new Refusal("invalid", "Write the password of this user at this server.", {
    password: "The stored one was given for another server or user.",
  });
}

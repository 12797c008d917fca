import addressParser from "nodemailer/lib/addressparser";
import { z } from "zod";

const mailFrom = z.string().refine((text) => {
  const [one, ...more] = addressParser(text, { flatten: true });
  return more.length === 0 && /^[^\s@]+@[^\s@]+$/.test(one?.address ?? "");
}, "must hold one e-mail address, such as Casewire <casewire@desk.example>");

const smtpUrl = z
  .string()
  .refine((text) => URL.canParse(text) && ["smtp:", "smtps:"].includes(new URL(text).protocol), {
    message: "must be a URL that begins with smtp:// or smtps://",
  })
  .refine((text) => {
    const { hostname, username, password } = new URL(text);
    return hostname !== "" && isPercentEncoded(username) && isPercentEncoded(password);
  }, "must name a host, and its user and password must be percent-encoded")
  // The mail library reads options in a query, some of which switch off TLS or the check of certificates.
  .refine(
    (text) => URL.canParse(text) && !/[?#]/.test(text),
    "must end with the host and port: SMTP_TLS=off allows clear text",
  );

function isPercentEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** How long something is kept. Unset: for ever. */
const daysKept = (least: number) =>
  z.coerce
    .number("must be a number of days")
    .int("must be a whole number of days")
    .min(least, `must be ${least} or more days, or unset to keep for ever`)
    .max(36_500, "must be at most 36500 days, or unset to keep for ever")
    .optional();

/**
 * The variables that administrators may also set on a page. None has a default: where the environment leaves one unset, the page decides.
 */
export const settableVariables = z.object({
  SMTP_URL: smtpUrl.optional(),
  /** Letters are sent over TLS only, except to loopback, unless this switches it off. */
  SMTP_TLS: z.enum(["off"], "must be off, or unset: then TLS is required off this machine").optional(),
  MAIL_FROM: mailFrom.optional(),
  /** Receipts that were rejected: their headers, addresses and beginnings of bodies. */
  RETENTION_REJECTIONS_DAYS: daysKept(1),
  /** Receipts of genuine messages: their headers and addresses. Within a week people still ask why one came late. */
  RETENTION_RECEIPTS_DAYS: daysKept(7),
  /** Content of ended cases, from their last change on: bytes, letters, logs, notes, facts about the business. */
  RETENTION_CASES_DAYS: daysKept(30),
  /** Who read personal data or bytes, and when. */
  RETENTION_READS_DAYS: daysKept(30),
});

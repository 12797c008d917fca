import { Readable } from "node:stream";
import { createTransport } from "nodemailer";
import { mailAddressInAscii } from "#lib/mail-address";
import type { Smtp } from "./smtp.ts";

export type OutgoingLetter = { mailId: string; recipient: string; subject: string; html: string; text: string };

/**
 * What became of a letter. `failed`: it has certainly not left. `refused`: nor has it, and the same letter would be refused again.
 * `unknown`: the connection was lost after its first byte left and before the server answered, so it may have been taken.
 */
export type Sending = { state: "done" | "failed" | "refused" | "unknown"; detail: string };

type SmtpError = Error & { responseCode?: number; code?: string; originalCode?: string };
/** How Node and OpenSSL name what is wrong with a certificate, or with the encryption itself. */
const TLS_FAULT = /^(CERT_|CRL_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|INVALID_|HOSTNAME_|ERR_TLS|ERR_SSL|EPROTO)/;

const CONNECT_MS = 10_000;
const SILENCE_MS = 20_000;

/** Sends one letter over one connection. Never throws; `signal` cuts the connection. */
export async function sendLetter(smtp: Smtp, letter: OutgoingLetter, signal: AbortSignal): Promise<Sending> {
  let leaving = false;
  const transport = createTransport({
    url: smtp.url,
    requireTLS: smtp.tls === "required",
    ignoreTLS: smtp.tls === "off",
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
  });
  // Nodemailer reads the message only once the server has answered DATA: the first read is the moment from which it may have left.
  transport.use("stream", (mail, done) => {
    mail.message.build((error, bytes) => {
      mail.message.createReadStream = () =>
        new Readable({
          read() {
            leaving = true;
            this.push(bytes);
            this.push(null);
          },
        });
      done(error);
    });
  });
  try {
    const { response } = await transport.sendMail({
      from: smtp.from,
      to: { name: "", address: mailAddressInAscii(letter.recipient) },
      messageId: letter.mailId,
      subject: letter.subject,
      text: letter.text,
      html: letter.html,
      headers: { "Auto-Submitted": "auto-generated" },
      disableFileAccess: true,
      disableUrlAccess: true,
      signal,
    });
    return { state: "done", detail: response };
  } catch (error) {
    const { message, responseCode, code, originalCode = "" } = error as SmtpError;
    if (code === "ETLS" || TLS_FAULT.test(originalCode))
      return { state: "failed", detail: withoutTls(smtp, error as SmtpError) };
    return { state: stateAfter(leaving, responseCode, code), detail: message };
  }
}

/** Why nothing was said to a server with which no encryption came about, and what to do. */
function withoutTls({ url }: Smtp, { message, responseCode }: SmtpError): string {
  const { host } = new URL(url);
  // Its reply to STARTTLS.
  if (responseCode !== undefined) {
    return `${host} offers no encryption (STARTTLS), so nothing was sent. Turn it on there, use smtps://, or allow clear text with SMTP_TLS=off.`;
  }
  return `No encrypted connection to ${host} came about, so nothing was sent: ${message}. Where an authority of your own signs its certificate, name it in NODE_EXTRA_CA_CERTS.`;
}

/** A reply of the server says that it did not take the letter; silence after the first byte says nothing. */
function stateAfter(leaving: boolean, reply: number | undefined, code: string | undefined): Sending["state"] {
  // RFC 5321, 4.2.1: after 5yz the same is not to be asked again. An envelope that is none does not even reach the server.
  const forGood = reply === undefined ? code === "EENVELOPE" : reply >= 500;
  if (reply === undefined && leaving) return "unknown";
  return forGood ? "refused" : "failed";
}

import { Readable } from "node:stream";
import { createTransport } from "nodemailer";
import { mailAddressInAscii } from "#lib/mail-address";
import type { OutgoingLetter } from "./letter.ts";
import type { Smtp } from "./smtp.ts";

/**
 * `failed`: the letter was certainly not sent. `refused`: the same, and the server would refuse this letter again. `unknown`: the connection
 * broke after the letter's first byte was sent and before the server answered, so the server may have accepted it.
 */
export type SendResult = { state: "done" | "failed" | "refused" | "unknown"; detail: string };

type SmtpError = Error & { responseCode?: number; code?: string; originalCode?: string };
/** The error codes of Node and OpenSSL for a bad certificate or a failed handshake. */
const TLS_FAULT = /^(CERT_|CRL_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|INVALID_|HOSTNAME_|ERR_TLS|ERR_SSL|EPROTO)/;

const CONNECT_MS = 10_000;
const SOCKET_TIMEOUT_MS = 20_000;

/** Sends one letter over one connection. Never throws; `signal` closes the connection. */
export async function sendLetter(smtp: Smtp, letter: OutgoingLetter, signal: AbortSignal): Promise<SendResult> {
  let dataBegun = false;
  const transport = createTransport({
    url: smtp.url,
    requireTLS: smtp.tls === "required",
    ignoreTLS: smtp.tls === "off",
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
  });
  // Nodemailer reads the message only after the server has answered DATA. From the first read on, the server may accept the letter.
  transport.use("stream", (mail, done) => {
    mail.message.build((error, bytes) => {
      mail.message.createReadStream = () =>
        new Readable({
          read() {
            dataBegun = true;
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
    return { state: stateAfter(dataBegun, responseCode, code), detail: message };
  }
}

/** Why nothing was sent without encryption, and what to do about it. */
function withoutTls({ url }: Smtp, { message, responseCode }: SmtpError): string {
  const { host } = new URL(url);
  // The server replied to STARTTLS.
  if (responseCode !== undefined) {
    return `${host} offers no encryption (STARTTLS), so nothing was sent. Turn it on there, use smtps://, or allow clear text with SMTP_TLS=off.`;
  }
  return `No encrypted connection to ${host} came about, so nothing was sent: ${message}. Where an authority of your own signs its certificate, name it in NODE_EXTRA_CA_CERTS.`;
}

/** An error reply means that the server did not accept the letter. No reply after the first byte leaves it open. */
function stateAfter(dataBegun: boolean, reply: number | undefined, code: string | undefined): SendResult["state"] {
  // RFC 5321, 4.2.1: a request answered with 5yz is not to be repeated. Nodemailer itself refuses an invalid envelope.
  const permanent = reply === undefined ? code === "EENVELOPE" : reply >= 500;
  if (reply === undefined && dataBegun) return "unknown";
  return permanent ? "refused" : "failed";
}

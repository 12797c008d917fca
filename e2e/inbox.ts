import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { cut } from "#lib/letters/testing/mail-server";

export type Letter = { to: string[]; messageId: string; subject: string; source: string };

/** An SMTP server, and the letters that it accepted. */
export type Inbox = {
  url: string;
  letters: Letter[];
  /** Called for each letter while set. An SMTP code and a sentence refuse the letter; after "hang-up" its sender cannot know whether it arrived. */
  refuse: ((to: string) => { code: number; sentence: string } | "hang-up" | undefined) | undefined;
  stop: () => Promise<void>;
};

export async function startInbox(): Promise<Inbox> {
  const letters: Letter[] = [];
  const inbox: Inbox = { url: "", letters, refuse: undefined, stop: async () => {} };
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        const refusal = inbox.refuse?.(to.join());
        if (refusal === "hang-up") {
          cut(server);
          return;
        }
        if (refusal) {
          done(Object.assign(new Error(refusal.sentence), { responseCode: refusal.code }));
          return;
        }
        letters.push({ to, ...read(Buffer.concat(chunks).toString("latin1")) });
        done();
      });
    },
  });
  // A client that disconnects is no error here.
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  inbox.url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  inbox.stop = () => new Promise((resolve) => server.close(() => resolve()));
  return inbox;
}

/** Parses our own letters: unfolds headers (RFC 5322) and decodes quoted-printable (RFC 2045). `raw` is latin1: one character a byte. */
function read(raw: string): Omit<Letter, "to"> {
  const unfolded = raw.slice(0, raw.indexOf("\r\n\r\n")).replace(/\r\n[ \t]+/g, " ");
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, "im").exec(unfolded)?.[1] ?? "";
  const bytes = raw
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return {
    messageId: header("message-id"),
    subject: header("subject"),
    source: Buffer.from(bytes, "latin1").toString("utf8"),
  };
}

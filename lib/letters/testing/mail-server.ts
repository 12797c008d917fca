import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

/** What the server does with the next letters. `cut-…`: it breaks the connection at that point. */
export type Manner =
  | { kind: "take" }
  | { kind: "answer"; code: number }
  | { kind: "refuse-recipient"; code: number }
  | { kind: "cut-before-data" }
  | { kind: "cut-after-data" }
  | { kind: "hold"; until: Promise<void> };

export type MailServer = {
  url: string;
  manner: Manner;
  /** The letters it accepted, as they arrived. */
  letters: { to: string[]; raw: string }[];
  /** How many complete messages arrived, accepted or not. */
  messages: number;
  /** How many times a client gave a password. */
  signIns: number;
  /** The Message-ID of each message. */
  mailIds: string[];
  stop: () => Promise<void>;
};

/** A real SMTP server on the loopback. */
export async function startMailServer({ startTls = false } = {}): Promise<MailServer> {
  const mail: MailServer = {
    url: "",
    manner: { kind: "take" },
    letters: [],
    messages: 0,
    signIns: 0,
    mailIds: [],
    stop: async () => {},
  };
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    hideSTARTTLS: !startTls,
    disabledCommands: startTls ? [] : ["STARTTLS"],
    onAuth({ username, password }, _session, done) {
      mail.signIns++;
      if (password === "a password") done(null, { user: username });
      else done(answer(535));
    },
    onRcptTo(_address, _session, done) {
      if (mail.manner.kind === "cut-before-data") cut(server);
      else if (mail.manner.kind === "refuse-recipient") done(answer(mail.manner.code));
      else done();
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", async () => {
        mail.messages++;
        const raw = Buffer.concat(chunks).toString("latin1");
        mail.mailIds.push(headersOf(raw).find((line) => /^message-id:/i.test(line)) ?? "");
        const { manner } = mail;
        if (manner.kind === "cut-after-data") return cut(server);
        if (manner.kind === "answer") return done(answer(manner.code));
        if (manner.kind === "hold") await manner.until;
        const to = session.envelope.rcptTo.map(({ address }) => address);
        mail.letters.push({ to, raw });
        done();
      });
    },
  });
  // A client that closes its connection is no error of the server.
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  mail.url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  mail.stop = () => new Promise((resolve) => server.close(() => resolve()));
  return mail;
}

function answer(code: number): Error {
  return Object.assign(new Error("as the test wants it"), { responseCode: code });
}

/** Breaks every connection of the server. */
export function cut(server: SMTPServer): void {
  const { connections } = server as unknown as { connections: Set<{ _socket: { destroy(): void } }> };
  for (const connection of connections) connection._socket.destroy();
}

/** The unfolded header lines of a letter. */
export function headersOf(raw: string): string[] {
  return raw
    .slice(0, raw.indexOf("\r\n\r\n"))
    .replace(/\r\n[ \t]+/g, " ")
    .split("\r\n");
}

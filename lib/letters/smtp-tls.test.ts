import { afterAll, describe, expect, it } from "vitest";
import { startMailServer } from "#lib/letters/testing/mail-server";
import { sendLetter } from "./send-letter.ts";
import { type Tls, tlsOf } from "./smtp.ts";

const plain = await startMailServer();
const selfSigned = await startMailServer({ startTls: true });
afterAll(() => Promise.all([plain.stop(), selfSigned.stop()]));

const letter = { mailId: "<tls@casewire>", recipient: "ann@example.com", subject: "s", text: "t", html: "<p>h</p>" };
const send = (url: string, tls: Tls) =>
  sendLetter({ url, from: "desk@example.com", tls }, letter, AbortSignal.timeout(10_000));

describe("whether letters are encrypted", () => {
  it.each<[string, "off" | undefined, Tls]>([
    ["smtp://mail.example:587", undefined, "required"],
    ["smtps://mail.example", undefined, "required"],
    ["smtp://10.0.0.5", undefined, "required"],
    ["smtp://127.mail.example", undefined, "required"],
    ["smtp://localhost.mail.example", undefined, "required"],
    ["smtp://[2001:db8::1]:25", undefined, "required"],
    ["smtp://127.0.0.1:2525", undefined, "offered"],
    ["smtp://desk:a%20b@localhost", undefined, "offered"],
    ["smtp://[::1]:25", undefined, "offered"],
    ["smtp://mail.example:587", "off", "off"],
  ])("%s with SMTP_TLS %s: %s", (url, setting, tls) => {
    expect(tlsOf(url, setting)).toBe(tls);
  });

  it("sends nothing, not even a password, to a server without STARTTLS, and says what to do", async () => {
    const { state, detail } = await send(plain.url.replace("//", "//desk:a%20password@"), "required");
    expect(state).toBe("failed");
    expect(detail).toMatch(/^127\.0\.0\.1:\d+ offers no encryption \(STARTTLS\).*SMTP_TLS=off\.$/);
    expect(plain.messages).toBe(0);
    expect(plain.signIns).toBe(0);
  });

  it("sends nothing to a server without a trusted certificate", async () => {
    const { state, detail } = await send(selfSigned.url, "required");
    expect(state).toBe("failed");
    expect(detail).toMatch(/^No encrypted connection to \S+ came about.*certificate.*NODE_EXTRA_CA_CERTS\.$/);
    expect(selfSigned.messages).toBe(0);
  });

  it("sends in clear text where SMTP_TLS allows it", async () => {
    expect(await send(plain.url, "off")).toMatchObject({ state: "done" });
    expect(await send(selfSigned.url, "off")).toMatchObject({ state: "done" });
    expect(plain.messages).toBe(1);
  });
});

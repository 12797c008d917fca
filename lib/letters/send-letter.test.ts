import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { headersOf, type Manner, startMailServer } from "#lib/letters/testing/mail-server";
import { sendLetter } from "./send-letter.ts";

const mail = await startMailServer();
afterAll(() => mail.stop());
beforeEach(() => {
  mail.manner = { kind: "take" };
  mail.letters.length = 0;
  mail.messages = 0;
});

const letter = {
  mailId: "<abc@casewire>",
  recipient: "ann@example.com",
  subject: "Grüße",
  text: ".a line that begins with a dot\n",
  html: "<p>Hello</p>",
};
const send = (changes = {}, signal = new AbortController().signal, url = mail.url) =>
  sendLetter({ url, from: "Desk <desk@example.com>", tls: "offered" }, { ...letter, ...changes }, signal);

describe("sendLetter", () => {
  it("sends HTML and text under the Message-ID it is given and returns the server's answer", async () => {
    expect(await send()).toMatchObject({ state: "done", detail: expect.stringMatching(/^250 /) });
    expect(mail.letters).toHaveLength(1);
    const { to, raw = "" } = mail.letters[0] ?? {};
    expect(to).toEqual(["ann@example.com"]);
    expect(headersOf(raw)).toEqual(
      expect.arrayContaining([
        "Message-ID: <abc@casewire>",
        "From: Desk <desk@example.com>",
        "To: ann@example.com",
        "Auto-Submitted: auto-generated",
      ]),
    );
    expect(raw).toContain("text/plain");
    expect(raw).toContain("text/html");
    expect(raw).toContain("\r\n.a line that begins with a dot");
  });

  it.each([
    ["info@bücher.test", "info@xn--bcher-kva.test"],
    ["info@xn--e1afmkfd.xn--p1ai", "info@xn--e1afmkfd.xn--p1ai"],
    ["r&d@harbour.test", "r&d@harbour.test"],
    ["o'neil/eu{kyb}@harbour.test", "o'neil/eu{kyb}@harbour.test"],
  ])("sends to %s, as any server understands it", async (recipient, to) => {
    expect(await send({ recipient })).toMatchObject({ state: "done" });
    expect(headersOf(mail.letters[0]?.raw ?? "")).toContain(`To: ${to}`);
  });

  it.each<[string, Manner, "failed" | "refused"]>([
    ["refuses it for now", { kind: "answer", code: 451 }, "failed"],
    ["has no room for the recipient now", { kind: "refuse-recipient", code: 452 }, "failed"],
    ["refuses it for good", { kind: "answer", code: 554 }, "refused"],
    ["finds it too large", { kind: "answer", code: 552 }, "refused"],
    ["refuses the recipient", { kind: "refuse-recipient", code: 550 }, "refused"],
    ["is gone before the letter begins to leave", { kind: "cut-before-data" }, "failed"],
  ])("knows that it did not leave when the server %s", async (_, manner, state) => {
    mail.manner = manner;
    expect(await send()).toMatchObject({ state });
    expect(mail.letters).toEqual([]);
  });

  it("treats a wrong password as a permanent refusal", async () => {
    const url = mail.url.replace("//", "//desk:wrong@");
    expect(await send({}, undefined, url)).toMatchObject({ state: "refused", detail: expect.stringContaining("535") });
  });

  it("reports a failure when no server answers", async () => {
    expect(await send({}, undefined, "smtp://127.0.0.1:1")).toMatchObject({ state: "failed" });
  });

  it("reports an unknown outcome when the server is gone before it answers", async () => {
    mail.manner = { kind: "cut-after-data" };
    expect(await send()).toMatchObject({ state: "unknown" });
    expect(mail.messages).toBe(1);
  });

  it("reports an unknown outcome when it is aborted before the server answers", async () => {
    const answered = Promise.withResolvers<void>();
    mail.manner = { kind: "hold", until: answered.promise };
    const cut = new AbortController();
    const sending = send({}, cut.signal);
    await vi.waitUntil(() => mail.messages === 1, 20_000);
    cut.abort();
    expect(await sending).toMatchObject({ state: "unknown" });
    answered.resolve();
  });

  it("sends nothing when it is aborted before it begins", async () => {
    expect(await send({}, AbortSignal.abort())).toMatchObject({ state: "failed" });
    expect(mail.messages).toBe(0);
  });

  it.each([
    { recipient: "ann@example.com\r\nRCPT TO:<eve@example.com>" },
    { recipient: "ann@example.com\nBcc: eve@example.com" },
    { recipient: "ann@example.com, eve@example.com" },
    { subject: "Hello\r\nBcc: eve@example.com" },
    { mailId: "<a@b>\r\nBcc: eve@example.com" },
  ])("adds no recipient or header from a letter's content: %j", async (changes) => {
    await send(changes);
    for (const { to, raw } of mail.letters) {
      expect(to.filter((address) => address === "eve@example.com")).toEqual([]);
      expect(headersOf(raw).filter((line) => /^(bcc|rcpt)/i.test(line))).toEqual([]);
    }
  });
});

import { afterAll, describe, expect, it } from "vitest";
import { entriesAbout } from "#lib/access/testing/people";
import { startMailServer } from "#lib/letters/testing/mail-server";
import { describeVerb } from "#lib/verbs/testing/describe-verb";
import { hostOf, smtp } from "./smtp.ts";
import { testSmtp } from "./test-smtp.ts";

const mail = await startMailServer();
process.env.SMTP_URL = mail.url.replace("//", "//desk:a%20password@");
afterAll(() => mail.stop());

const admin = { kind: "user", id: "a1", label: "Ada <b>", role: "admin" } as const;
const to = "ann@example.com";

describe("testSmtp", () => {
  it("sends a letter to the address, returns the server's answer, and writes an audit entry", async () => {
    expect(await testSmtp(admin, { to })).toEqual({ response: expect.stringMatching(/^250 /) });
    expect(mail.letters).toMatchObject([{ to: [to] }]);
    expect(mail.letters[0]?.raw).toContain("Ada &lt;b&gt; asked Casewire");
    expect(await entriesAbout("mail")).toMatchObject([
      { action: "smtp.tested", actorId: "a1", words: { recipient: { text: to } } },
    ]);
  });

  it("returns the server's answer when it refuses the letter", async () => {
    mail.manner = { kind: "answer", code: 554 };
    await expect(testSmtp(admin, { to })).rejects.toMatchObject({
      code: "wrong-state",
      message: expect.stringContaining("554"),
    });
  });

  it("shows the server's host, never its user or password", async () => {
    const server = await smtp();
    expect(server && hostOf(server)).toBe(new URL(mail.url).host);
  });
});

describeVerb(testSmtp, {
  works: () => {
    mail.manner = { kind: "take" };
    return [{ to }];
  },
  refuses: {
    "wrong-state": () => {
      mail.manner = { kind: "answer", code: 554 };
      return [{ to }];
    },
  },
});

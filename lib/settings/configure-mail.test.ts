import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { settings } from "#db/settings-schema";
import { entriesAbout, personOf } from "#lib/access/testing/people";
import { hostOf, smtp } from "#lib/letters/smtp";
import { configureMail } from "./configure-mail.ts";
import { findMailServer } from "./mail-server.ts";

const SERVER = { host: "mail.example", port: "587", encryption: "starttls", user: "desk@example.com" } as const;
const PASSWORD = "p@ss/word with spaces";

beforeEach(async () => {
  await database().delete(settings);
});

describe("configureMail", () => {
  it("sets the server for the next letter, with its user and password as they were typed", async () => {
    const ada = await personOf("admin", "Ada");
    await configureMail(ada, { ...SERVER, password: PASSWORD, from: "Desk <desk@example.com>" });
    const server = await smtp();
    expect(server).toMatchObject({ from: "Desk <desk@example.com>", tls: "required" });
    const url = new URL(server?.url ?? "");
    expect(decodeURIComponent(url.username)).toBe("desk@example.com");
    expect(decodeURIComponent(url.password)).toBe(PASSWORD);
    expect(server && hostOf(server)).toBe("mail.example:587");
  });

  it("stores the password sealed alone, and puts it neither into the log nor into the form", async () => {
    const ada = await personOf("admin");
    await configureMail(ada, { ...SERVER, password: "hunter-two-hunter" });
    const [row] = await database().execute(sql`select string_agg(settings::text, ' ') as text from settings`);
    expect(JSON.stringify(row)).not.toContain("hunter-two");
    expect(JSON.stringify(await entriesAbout("mail"))).not.toContain("hunter-two");
    const shown = await findMailServer(ada);
    expect(shown).toMatchObject({ host: "mail.example", user: "desk@example.com", hasPassword: true, origin: "page" });
    expect(JSON.stringify(shown)).not.toContain("hunter-two");
  });

  it("keeps the password when the field is empty, for the same server and user only", async () => {
    const ada = await personOf("admin");
    await configureMail(ada, { ...SERVER, password: PASSWORD });
    await configureMail(ada, { ...SERVER, from: "desk@example.com" });
    expect(decodeURIComponent(new URL((await smtp())?.url ?? "").password)).toBe(PASSWORD);
    await expect(configureMail(ada, { ...SERVER, host: "mail.stranger.example" })).rejects.toMatchObject({
      code: "invalid",
      fields: { password: expect.stringContaining("another server") },
    });
  });

  it("removes the server, so that letters are kept", async () => {
    const ada = await personOf("admin");
    await configureMail(ada, { ...SERVER, password: PASSWORD });
    await configureMail(ada, { host: "", encryption: "starttls" });
    expect(await smtp()).toBeNull();
    expect(await database().$count(settings)).toBe(0);
  });

  it("offers TLS, STARTTLS and clear text", async () => {
    const ada = await personOf("admin");
    await configureMail(ada, { host: "mail.example", encryption: "tls" });
    expect(await smtp()).toMatchObject({ url: "smtps://mail.example", tls: "required" });
    await configureMail(ada, { host: "mail.example", encryption: "none" });
    expect(await smtp()).toMatchObject({ url: "smtp://mail.example", tls: "off" });
  });

  it.each(["mail.example/path", "user@mail.example", "mail example", "mail.example?tls=no"])(
    "does not take %j for a host",
    async (host) => {
      await expect(configureMail(await personOf("admin"), { host, encryption: "tls" })).rejects.toMatchObject({
        code: "invalid",
        fields: { host: expect.any(String) },
      });
    },
  );
});

it("takes one address as the sender", async () => {
  const two = { ...SERVER, password: PASSWORD, from: "a@b.example, c@d.example" };
  await expect(configureMail(await personOf("admin"), two)).rejects.toMatchObject({
    code: "invalid",
    fields: { from: expect.stringContaining("one e-mail address") },
  });
  expect(await smtp()).toBeNull();
});

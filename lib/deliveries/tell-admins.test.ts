import { afterAll, expect, it } from "vitest";
import { personOf } from "#lib/access/testing/people";
import { startMailServer } from "#lib/letters/testing/mail-server";
import { tellAdmins } from "./tell-admins.ts";

const mail = await startMailServer();
process.env.SMTP_URL = mail.url;
afterAll(() => mail.stop());
const change = { name: "Core banking", failingSince: new Date("2026-01-01T10:00:00Z") };

it("writes to every admin who may sign in that a destination fails, and that it was disabled and why", async () => {
  await personOf("admin", "Ada");
  await personOf("engineer", "Ed");
  await tellAdmins({ ...change, kind: "failing", reason: "" });
  await tellAdmins({ ...change, kind: "disabled", reason: "Every request has failed for 5 days." });
  expect(mail.letters.every(({ raw }) => raw.includes("Core banking"))).toBe(true);
  expect(mail.letters[0]?.raw).toContain("is failing");
  expect(mail.letters[1]?.raw).toContain("Every request has failed for 5 days.");
  expect(mail.letters).toHaveLength(2);
});

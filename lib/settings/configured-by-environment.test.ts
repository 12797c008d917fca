import { beforeEach, describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { settings } from "#db/settings-schema";
import { personOf } from "#lib/access/testing/people";
import { describeVerb } from "#lib/verbs/testing/describe-verb";
import { configureMail } from "./configure-mail.ts";
import { configureRetention } from "./configure-retention.ts";
import { findMailServer } from "./mail-server.ts";
import { readSettings, settingOrigins } from "./settings.ts";

const NO_SERVER = { host: "", encryption: "starttls" } as const;

process.env.SMTP_URL = "smtp://mail.from-environment.example:587";
process.env.RETENTION_CASES_DAYS = "400";

beforeEach(async () => {
  await database().delete(settings);
});

describe("a setting of the environment", () => {
  it("wins over what a page stored before, and is shown as such", async () => {
    await database()
      .insert(settings)
      .values([
        { name: "RETENTION_CASES_DAYS", value: "30", setBy: "Ada" },
        { name: "RETENTION_READS_DAYS", value: "90", setBy: "Ada" },
      ]);
    expect(await readSettings()).toMatchObject({ RETENTION_CASES_DAYS: 400, RETENTION_READS_DAYS: 90 });
    expect(await settingOrigins()).toMatchObject({
      RETENTION_CASES_DAYS: "environment",
      RETENTION_READS_DAYS: "page",
      RETENTION_RECEIPTS_DAYS: null,
    });
    expect(await findMailServer(await personOf("admin"))).toMatchObject({ origin: "environment" });
  });

  it("leaves the others to the page", async () => {
    await configureMail(await personOf("admin"), { ...NO_SERVER, from: "desk@example.com" });
    expect(await readSettings()).toMatchObject({
      SMTP_URL: "smtp://mail.from-environment.example:587",
      MAIL_FROM: "desk@example.com",
    });
  });
});

describeVerb(configureMail, {
  works: () => [{ ...NO_SERVER, from: "desk@example.com" }],
  refuses: {
    invalid: () => [{ ...NO_SERVER, from: "nobody" }],
    "wrong-state": () => [{ ...NO_SERVER, host: "mail.page.example" }],
  },
});

describeVerb(configureRetention, {
  works: () => [{ reads: "365" }],
  refuses: {
    invalid: () => [{ receipts: "3" }],
    "wrong-state": () => [{ cases: "60" }],
  },
});

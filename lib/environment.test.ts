import { describe, expect, it } from "vitest";
import { hostOf, ownAddress, readEnvironment, readStartEnvironment } from "./environment.ts";

const CASEWIRE_SECRET = "x".repeat(32);
const KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

describe("readEnvironment", () => {
  it("needs nothing but a secret", () => {
    expect(readEnvironment({ CASEWIRE_SECRET })).toMatchObject({
      PORT: 3000,
      CASEWIRE_DATA_DIR: ".data",
      CASEWIRE_TRUSTED_PROXIES: 0,
      VOVE_WEBHOOK_SECRETS: [],
      LOG_LEVEL: "info",
    });
  });

  it("counts an empty variable as unset", () => {
    expect(readEnvironment({ CASEWIRE_SECRET, PORT: "", DATABASE_URL: "", SMTP_URL: "" })).toEqual(
      readEnvironment({ CASEWIRE_SECRET }),
    );
  });

  it("reports every bad variable at once, and no value", () => {
    const bad = {
      HOST: "x86_64-conda-linux-gnu",
      PORT: "eighty",
      DATABASE_URL: "mysql://root:hunter2@localhost/x",
      DATABASE_POOL: "0",
      CASEWIRE_SECRET: "hunter2",
      CASEWIRE_URL: "casewire.example",
      CASEWIRE_TRUSTED_PROXIES: "-1",
      CASEWIRE_ADMIN: "ada@example.com",
      CASEWIRE_API_TOKEN: "hunter2",
      VOVE_WEBHOOK_SECRETS: `${KEY} whsec_hunter2`,
      SMTP_URL: "localhost:25",
      RETENTION_REJECTIONS_DAYS: "0",
      RETENTION_RECEIPTS_DAYS: "6",
      RETENTION_CASES_DAYS: "a year",
      LOG_LEVEL: "loud",
    };
    const message = thrownBy(() => readEnvironment(bad));
    expect(message.split("\n").map((line) => line.split(" ")[0])).toEqual(Object.keys(bad));
    expect(message).not.toContain("hunter2");
  });

  it.each([
    ["0", 0],
    ["10", 10],
    ["10.0.0.5", ["10.0.0.5"]],
    ["loopback, 10.0.0.0/8 2001:db8::/32", ["loopback", "10.0.0.0/8", "2001:db8::/32"]],
  ])("takes %s as trusted proxies", (text, proxies) => {
    const read = readEnvironment({ CASEWIRE_SECRET, CASEWIRE_TRUSTED_PROXIES: text });
    expect(read.CASEWIRE_TRUSTED_PROXIES).toEqual(proxies);
  });

  it.each(["11", "1.5", "10.0.0", "0.0.0.0/0", "10.0.0.0/33", "proxy.internal", "true"])(
    "takes no %s as a trusted proxy",
    (text) => {
      expect(thrownBy(() => readEnvironment({ CASEWIRE_SECRET, CASEWIRE_TRUSTED_PROXIES: text }))).toMatch(
        /^CASEWIRE_TRUSTED_PROXIES must be a number/,
      );
    },
  );

  it.each([
    ["CASEWIRE_SECRET", "s".repeat(31), "s".repeat(32)],
    ["CASEWIRE_API_TOKEN", "t".repeat(31), "t".repeat(32)],
    ["CASEWIRE_API_TOKEN", `${"t".repeat(32)} t`, "t".repeat(64)],
    ["CASEWIRE_ADMIN", "ada@example.com:eleven char", "ada@example.com:twelve chars"],
    ["CASEWIRE_URL", "https://desk.example/casewire", "https://desk.example/"],
    ["CASEWIRE_URL", "https://desk.example?a=b", "http://[::1]:3000"],
    ["CASEWIRE_URL", "https://ada@desk.example", "https://DESK.example:8443"],
    ["CASEWIRE_URL", "https://desk.example#top", "http://localhost:3000"],
    ["MAIL_FROM", "Casewire Desk", "Casewire Desk <desk@example.com>"],
    ["MAIL_FROM", "Desk <desk>", "info@bücher.test"],
    ["MAIL_FROM", "a@example.com, b@example.com", '"Desk, second floor" <r&d@example.com>'],
    ["MAIL_FROM", "Desk <>", "casewire@localhost"],
    ["SMTP_URL", "smtp://", "smtp://mail.example"],
    ["SMTP_URL", "smtp://mail.example?tls.rejectUnauthorized=false", "smtp://mail.example:25"],
    ["SMTP_TLS", "never", "off"],
    ["SMTP_URL", "smtp://desk:100%@mail.example", "smtps://desk:100%25@mail.example:465"],
  ])("refuses the %s %j by its name, and takes %j", (name, bad, good) => {
    expect(thrownBy(() => readEnvironment({ CASEWIRE_SECRET, [name]: bad }))).toMatch(new RegExp(`^${name} `));
    expect(() => readEnvironment({ CASEWIRE_SECRET, [name]: good })).not.toThrow();
  });

  it("keeps of CASEWIRE_URL what a browser calls its origin", () => {
    const read = readEnvironment({ CASEWIRE_SECRET, CASEWIRE_URL: "https://DESK.example:443/" });
    expect(read.CASEWIRE_URL).toBe("https://desk.example");
  });

  it("splits an administrator at the first colon", () => {
    const { CASEWIRE_ADMIN } = readEnvironment({ CASEWIRE_SECRET, CASEWIRE_ADMIN: "ada@example.com:one:two:three" });
    expect(CASEWIRE_ADMIN).toEqual({ email: "ada@example.com", password: "one:two:three" });
  });

  it.each([`${KEY},${KEY}`, `${KEY} ${KEY}`, ` ${KEY},\n${KEY} `])("takes several webhook secrets: %j", (text) => {
    expect(readEnvironment({ CASEWIRE_SECRET, VOVE_WEBHOOK_SECRETS: text }).VOVE_WEBHOOK_SECRETS).toEqual([KEY, KEY]);
  });

  it.each(["whsec_", "whsec_c2hvcnQ=", KEY.slice(6), `whsec_${Buffer.alloc(65).toString("base64")}`])(
    "refuses the webhook secret %s",
    (text) => {
      expect(thrownBy(() => readEnvironment({ CASEWIRE_SECRET, VOVE_WEBHOOK_SECRETS: text }))).toMatch(
        /^VOVE_WEBHOOK_SECRETS each secret/,
      );
    },
  );

  it("wants a secret from everybody but npm start", () => {
    expect(thrownBy(() => readEnvironment({}))).toBe("CASEWIRE_SECRET must be set");
    expect(readStartEnvironment({}).CASEWIRE_SECRET).toBeUndefined();
  });
});

describe("where we listen", () => {
  const at = (over: Record<string, string>) => {
    const settings = readEnvironment({ CASEWIRE_SECRET, ...over });
    return [hostOf(settings), ownAddress(settings)];
  };

  it("is everywhere, only this machine once a public address is set, or where HOST says", () => {
    const CASEWIRE_URL = "https://desk.example";
    expect(at({})).toEqual([undefined, "http://127.0.0.1:3000"]);
    expect(at({ CASEWIRE_URL })).toEqual(["127.0.0.1", "http://127.0.0.1:3000"]);
    expect(at({ CASEWIRE_URL, HOST: "0.0.0.0" })).toEqual(["0.0.0.0", "http://127.0.0.1:3000"]);
    expect(at({ HOST: "::", PORT: "80" })).toEqual(["::", "http://[::1]:80"]);
    expect(at({ HOST: "[2001:db8::7]" })).toEqual(["2001:db8::7", "http://[2001:db8::7]:3000"]);
    expect(at({ HOST: "localhost" })).toEqual(["127.0.0.1", "http://127.0.0.1:3000"]);
  });
});

function thrownBy(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("nothing was thrown");
}

describe("the identity provider", () => {
  const given = {
    CASEWIRE_SECRET,
    CASEWIRE_URL: "https://desk.test",
    OIDC_ISSUER: "https://id.test/desk",
    OIDC_CLIENT_ID: "desk",
    OIDC_CLIENT_SECRET: "secret",
  };

  it("gives roles to groups, whose names may hold an equals sign", () => {
    expect(readEnvironment({ ...given, OIDC_ROLES: "cn=desk=admin, kyb = analyst" }).OIDC_ROLES).toEqual([
      { group: "cn=desk", role: "admin" },
      { group: "kyb", role: "analyst" },
    ]);
  });

  it("may be asked over HTTP on this machine alone", () => {
    expect(readEnvironment({ ...given, OIDC_ISSUER: "http://127.0.0.1:4000" }).OIDC_ISSUER).toBe(
      "http://127.0.0.1:4000",
    );
  });

  it.each([
    ["OIDC_ISSUER", { OIDC_ISSUER: "http://id.test" }],
    ["OIDC_ISSUER", { OIDC_ISSUER: "https://id.test/?a=b" }],
    ["OIDC_ROLES", { OIDC_ROLES: "kyb" }],
    ["OIDC_ROLES", { OIDC_ROLES: "kyb=owner" }],
    ["OIDC_SCOPES", { OIDC_SCOPES: "email" }],
    ["OIDC_CLIENT_ID", { OIDC_CLIENT_ID: "" }],
    ["OIDC_CLIENT_SECRET", { OIDC_CLIENT_SECRET: "" }],
    ["CASEWIRE_URL", { CASEWIRE_URL: "" }],
    ["OIDC_BREAK_GLASS", { OIDC_ONLY: "on" }],
    ["OIDC_ISSUER", { OIDC_ISSUER: "", OIDC_ONLY: "on", OIDC_BREAK_GLASS: "ada@desk.test" }],
  ])("is refused by the name of %s: %j", (name, wrong) => {
    expect(() => readEnvironment({ ...given, ...wrong })).toThrow(new RegExp(`^${name} `, "m"));
  });
});

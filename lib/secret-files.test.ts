import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { environment, readEnvironment } from "./environment.ts";
import { SECRET_VARIABLES } from "./secret-files.ts";

const folder = mkdtempSync(join(tmpdir(), "casewire-secrets-"));
afterAll(() => rmSync(folder, { recursive: true }));

const KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const VALUES: Record<(typeof SECRET_VARIABLES)[number], string> = {
  DATABASE_URL: "postgres://desk:secret@db.example/desk",
  DATABASE_OWNER_URL: "postgres://owner:secret@db.example/desk",
  CASEWIRE_SECRET: "a secret in a file, of 32 characters or more",
  CASEWIRE_SECRET_PREVIOUS: "the one before",
  CASEWIRE_ADMIN: "ada@example.com:twelve characters",
  CASEWIRE_API_TOKEN: "t".repeat(40),
  VOVE_WEBHOOK_SECRETS: `${KEY}\n${KEY}`,
  SMTP_URL: "smtp://desk:secret@mail.example",
  OIDC_CLIENT_SECRET: "a secret of the provider",
};

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function said(variables: Record<string, string>): string {
  try {
    readEnvironment(variables);
  } catch (error) {
    return (error as Error).message;
  }
  return "";
}

describe("a secret in a file", () => {
  it.each(["", "\n", "\r\n"])("is what it would be in its variable, with %j at its end or without", (end) => {
    const files = Object.entries(VALUES).map(([name, text]) => [`${name}_FILE`, file(name, text + end)]);
    expect(readEnvironment(Object.fromEntries(files))).toEqual(readEnvironment(VALUES));
  });

  it("keeps what else stands at its ends", () => {
    const CASEWIRE_SECRET_FILE = file("spaces", `  ${VALUES.CASEWIRE_SECRET} \n\n`);
    expect(readEnvironment({ CASEWIRE_SECRET_FILE }).CASEWIRE_SECRET).toBe(`  ${VALUES.CASEWIRE_SECRET} \n`);
  });

  it.each(SECRET_VARIABLES)("named by %s_FILE and by its variable is refused", (name) => {
    const both = said({ ...VALUES, [`${name}_FILE`]: file(name, "other") });
    expect(both).toBe(`${name}_FILE and ${name} are both set: leave one out`);
  });

  it.each(SECRET_VARIABLES)("named by %s_FILE that cannot be read is refused, with the system's reason", (name) => {
    const { [name]: _, ...others } = VALUES;
    expect(said({ ...others, [`${name}_FILE`]: join(folder, "nowhere") })).toMatch(
      new RegExp(`^${name}_FILE names a file that cannot be read: ENOENT.*nowhere'$`),
    );
    expect(said({ ...others, [`${name}_FILE`]: folder })).toMatch(/cannot be read: EISDIR/);
    expect(said({ ...others, [`${name}_FILE`]: file("empty", "\n") })).toMatch(/names a file that is empty/);
  });

  it("is checked like any other, and its text is not repeated", () => {
    const message = said({ ...VALUES, CASEWIRE_SECRET: "", CASEWIRE_SECRET_FILE: file("short", "hunter2") });
    expect(message).toMatch(/^CASEWIRE_SECRET must hold 32/);
    expect(message).not.toContain("hunter2");
  });

  it("reaches the database's pool as well", () => {
    const url = process.env.DATABASE_URL ?? "";
    delete process.env.DATABASE_URL;
    process.env.DATABASE_URL_FILE = file("url", `${url}\n`);
    environment();
    expect(process.env).toMatchObject({ DATABASE_URL: url });
    expect(process.env).not.toHaveProperty("DATABASE_URL_FILE");
  });

  it("may be any that is one", () => {
    const source = globSync("lib/environment*.ts")
      .filter((path) => !path.includes(".test."))
      .map((path) => readFileSync(path, "utf8"))
      .join("\n");
    const all = [...source.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, name = ""]) => name);
    const holding = all.filter((name) => /SECRET|TOKEN|ADMIN$|PASSWORD|KEY|^(SMTP|DATABASE\w*)_URL/.test(name));
    expect(holding.sort()).toEqual([...SECRET_VARIABLES].sort());
  });
});

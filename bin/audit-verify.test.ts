import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeEach, expect, it } from "vitest";
import { transaction } from "#db/pool";
import { ownerDatabase } from "#db/testing/owner";
import { entriesAbout } from "#lib/access/testing/people";
import { record } from "#lib/audit/record";
import { signCheckpoint } from "#lib/audit/sign-checkpoint";
import { removed, rewrite, tamper } from "#lib/audit/testing/tamper";

const folder = mkdtempSync(join(tmpdir(), "casewire-audit-verify-"));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newPath = () => join(folder, `file-${++files}`);

function verify(...options: string[]): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["bin/audit-verify.ts", ...options], {
    encoding: "utf8",
  });
  return { status, said: `${stdout}${stderr}` };
}

beforeEach(async () => {
  await tamper("delete from audit_checkpoints", "delete from audit_words", "delete from audit_entries");
  await ownerDatabase().execute(sql`delete from audit_keys`);
  const actor = { kind: "job", id: "test", label: "a test" } as const;
  for (let n = 1; n <= 5; n++)
    await transaction((tx) => record(tx, { actor, action: "case.noted", subject: { kind: "case", id: "vove/acme" } }));
});

it("verifies the database, writes that down, and prints the key that signs", async () => {
  expect(verify("--key")).toMatchObject({ status: 1, said: expect.stringContaining("No checkpoint was signed yet") });
  const signed = await signCheckpoint();
  expect(verify()).toMatchObject({
    status: 0,
    said: expect.stringContaining("6 entries hold, through 1 signed checkpoint."),
  });
  expect((await entriesAbout("log"))[0]).toMatchObject({ action: "audit.verified", actorId: "audit-verify" });
  expect(verify("--key").said.trim()).toBe(signed?.verifierKey);
});

it("exports the log with its signed head, and verifies that file by it without a database", async () => {
  const file = newPath();
  expect(verify("--export", file)).toMatchObject({ status: 0, said: expect.stringContaining(`${file}.checkpoint`) });
  expect((await entriesAbout("log")).map(({ action }) => action)).toEqual(["audit.verified", "audit.exported"]);
  const key = verify("--key").said.trim();
  const by = ["--file", file, "--checkpoint", `${file}.checkpoint`, "--signed-by", key];
  expect(verify(...by)).toMatchObject({ status: 0, said: expect.stringContaining("7 entries hold, through 1 signed") });
  const lines = readFileSync(file, "utf8").split("\n");
  const cut = newPath();
  writeFileSync(cut, `${lines.slice(0, 4).join("\n")}\n`);
  expect(verify(...by.with(1, cut))).toMatchObject({ status: 1, said: expect.stringContaining("were cut off") });
  const without = ["--file", file, "--checkpoint", `${file}.checkpoint`];
  expect(verify(...without)).toMatchObject({ status: 1, said: expect.stringContaining("--signed-by") });
});

it("finds by checkpoints out of a log what was rewritten or cut in the database with the checkpoints there", async () => {
  const log = newPath();
  const lines: string[] = [];
  for (let n = 0; n < 2; n++) {
    const signed = await signCheckpoint();
    lines.push(`worker | ${JSON.stringify({ level: "info", checkpoint: signed?.note })}`);
    verify();
  }
  writeFileSync(log, `${lines.join("\n")}\n`);
  expect(verify("--checkpoint", log)).toMatchObject({ status: 0 });
  await tamper("delete from audit_checkpoints");
  await rewrite("vove/acme", "vove/evil");
  expect(verify()).toMatchObject({ status: 0 });
  expect(verify("--checkpoint", log)).toMatchObject({ status: 1, said: expect.stringContaining("BROKEN at entry 6.") });
  await rewrite("vove/evil", "vove/acme");
  await tamper(removed("id >= 3"));
  expect(verify("--checkpoint", log)).toMatchObject({ status: 1, said: expect.stringContaining("were cut off") });
});

it("believes no checkpoint of another key, and none that was changed", async () => {
  const signed = await signCheckpoint();
  const note = newPath();
  writeFileSync(note, signed?.note ?? "");
  const other = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  const wrongKey = verify("--checkpoint", note, "--signed-by", other);
  expect(wrongKey).toMatchObject({ status: 1, said: expect.stringContaining("by none of the keys that are believed") });
  writeFileSync(note, signed?.note.replace("\n6\n", "\n5\n") ?? "");
  expect(verify("--checkpoint", note)).toMatchObject({ status: 1, said: expect.stringContaining("does not fit") });
});

it("exports a log that contradicts its checkpoints too, and says why that is not signed", async () => {
  await signCheckpoint();
  await tamper(removed("id >= 3"));
  const file = newPath();
  const exported = verify("--export", file);
  expect(exported).toMatchObject({
    status: 1,
    said: expect.stringContaining("Nothing is signed until this is settled"),
  });
  expect(readFileSync(file, "utf8").trimEnd().split("\n")).toHaveLength(3);
});

it.each([
  [["--help"], 0, "--checkpoint <file>"],
  [["--head", "x"], 1, "64 hexadecimal digits"],
  [["--file", "a", "--export", "b"], 1, "give one"],
  [["--checkpoint", "/nowhere/at/all"], 1, "ENOENT"],
  [["--signed-by", "x"], 1, "no Ed25519 verifier key"],
])("says what it takes: %j", (options, status, words) => {
  expect(verify(...options)).toMatchObject({ status, said: expect.stringContaining(words) });
});

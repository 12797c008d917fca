import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "./connect.ts";
import { type Embedded, removeEmbedded, runningUrls, startEmbedded } from "./embedded.ts";

let parent: string;
let folder: string;
beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), "casewire-"));
  // Whatever a folder may be called, of what a shell, a URL and a glob read as something else.
  folder = join(parent, `My "desk's" #1 $HOME 100%25 [a] \\ \`id\` é`, "postgres");
});
afterAll(async () => {
  await removeEmbedded(folder);
  rmSync(parent, { recursive: true });
});

async function ask({ ownerUrl }: Pick<Embedded, "ownerUrl">, query: string): Promise<unknown> {
  const client = connect(ownerUrl);
  try {
    const [row] = await client.unsafe(query);
    return row?.answer;
  } finally {
    await client.end();
  }
}

const pidOf = () => Number(readFileSync(join(folder, "data", "postmaster.pid"), "utf8").split("\n")[0]);

describe("startEmbedded", () => {
  it("makes a cluster that only its owner can read, on the loopback address, behind a password", async () => {
    const embedded = await startEmbedded(folder);
    expect(await ask(embedded, "select current_database() as answer")).toBe("casewire");
    expect(await ask(embedded, "select current_setting('listen_addresses') as answer")).toBe("127.0.0.1");
    expect(statSync(folder).mode & 0o077).toBe(0);
    expect(runningUrls(folder)).toEqual({ url: embedded.url, ownerUrl: embedded.ownerUrl });
    const guess = { ...embedded, ownerUrl: embedded.ownerUrl.replace(/:[0-9a-f]+@/, ":guess@") };
    await expect(ask(guess, "select 1 as answer")).rejects.toThrow("password authentication failed");
  });

  it("attaches to a server that already runs", async () => {
    const before = pidOf();
    const embedded = await startEmbedded(folder);
    expect(pidOf()).toBe(before);
    await ask(embedded, "create table kept as select 42 as answer");
  });

  it("keeps its rows and its port over a stop", async () => {
    const embedded = await startEmbedded(folder);
    await embedded.stop();
    expect(embedded.isRunning()).toBe(false);
    expect(runningUrls(folder)).toBeUndefined();
    const again = await startEmbedded(folder);
    expect(again.url).toBe(embedded.url);
    expect(await ask(again, "select answer from kept")).toBe(42);
  });

  it("gives the application a role of its own, also in a cluster of a version that had none, or whose password was lost", async () => {
    const password = join(folder, "application-password");
    const whoami = (url: string) =>
      ask(
        { ownerUrl: url },
        "select current_user || ' ' || rolsuper as answer from pg_roles where rolname = current_user",
      );
    const { url, ownerUrl } = await startEmbedded(folder);
    expect(await whoami(url)).toBe("casewire_app false");
    expect(await whoami(ownerUrl)).toBe("casewire true");
    expect(statSync(password).mode & 0o077).toBe(0);
    for (const undo of ["select 1", "drop role casewire_app"]) {
      await ask({ ownerUrl }, undo);
      rmSync(password);
      expect(runningUrls(folder)).toBeUndefined();
      const again = await startEmbedded(folder);
      expect(again.url).not.toBe(url);
      expect(await whoami(again.url)).toBe("casewire_app false");
    }
  });

  it("is whole in a copy of its folder that was made while it was stopped", async () => {
    await (await startEmbedded(folder)).stop();
    // Where the server's user can reach it: run by root, the folder itself may be a link to such a place.
    const place = mkdtempSync(join(tmpdir(), "casewire-copy-"));
    chmodSync(place, 0o755);
    const copy = join(place, "postgres");
    await promisify(execFile)("cp", ["-aL", folder, copy]);
    try {
      expect(await ask(await startEmbedded(copy), "select answer from kept")).toBe(42);
    } finally {
      await removeEmbedded(copy);
      rmSync(place, { recursive: true });
    }
  });

  it("recovers a server that was killed, while its children still linger", async () => {
    const embedded = await startEmbedded(folder);
    await ask(embedded, "insert into kept values (43)");
    process.kill(pidOf(), "SIGKILL");
    const again = await startEmbedded(folder);
    expect(again.url).toBe(embedded.url);
    expect(await ask(again, "select count(*)::int as answer from kept")).toBe(2);
  });

  it("does not take another process for its server when an old pid is in use again", async () => {
    const embedded = await startEmbedded(folder);
    const pidFile = join(folder, "data", "postmaster.pid");
    const text = readFileSync(pidFile, "utf8");
    await embedded.stop();
    writeFileSync(pidFile, text.replace(/^\d+/, String(process.ppid)));
    expect(runningUrls(folder)).toBeUndefined();
    expect(await ask(await startEmbedded(folder), "select 1 as answer")).toBe(1);
  });
});

describe("removeEmbedded", () => {
  it("stops the server and leaves nothing", async () => {
    const embedded = await startEmbedded(folder);
    await removeEmbedded(folder);
    expect(embedded.isRunning()).toBe(false);
    expect(existsSync(folder)).toBe(false);
  });
});

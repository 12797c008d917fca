import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import { renameSync, rmSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";

/**
 * A lock between processes that is released when its holder ends, even by a kill: a socket that only a running process answers on. A file with
 * a pid would survive a kill, and in containers pids repeat.
 */
export type Lock = { release: () => Promise<void> };

/** Takes the lock at `path`, or resolves to the pid of the process that holds it. */
export async function takeLock(path: string): Promise<Lock | number> {
  const own = `${process.pid} ${randomUUID()}`;
  const name = shortened(path);
  const unnamed = `${name}.${randomUUID().slice(0, 8)}`;
  const server = createServer((socket) => socket.on("error", () => {}).end(own));
  server.unref();
  server.listen(unnamed);
  await once(server, "listening");
  const before = await holderOf(name);
  if (before === undefined) {
    // Replaces a dead socket, if there is one. Of concurrent callers the last one to rename holds the lock.
    renameSync(unnamed, name);
    await setTimeout(50);
  }
  const holder = before ?? (await holderOf(name));
  if (holder === own) return { release: () => closed(server).finally(() => rmSync(name, { force: true })) };
  await closed(server);
  return Number.parseInt(holder ?? "", 10);
}

/** Resolves when no process holds the lock. */
export async function lockReleased(path: string): Promise<void> {
  while ((await holderOf(shortened(path))) !== undefined) await setTimeout(200);
}

async function holderOf(path: string): Promise<string | undefined> {
  const socket = connect(path);
  let received = "";
  socket.on("data", (bytes) => {
    received += bytes;
  });
  try {
    await once(socket, "end");
    return received;
  } catch {
    return undefined;
  } finally {
    socket.destroy();
  }
}

async function closed(server: Server): Promise<void> {
  server.close();
  await once(server, "close");
}

/** The path of a socket is limited to some 100 characters: a longer one is replaced by a hash of it. */
function shortened(path: string): string {
  const fromHere = relative(process.cwd(), path);
  const shorter = fromHere.length < path.length ? fromHere : path;
  if (shorter.length < 90) return shorter;
  return join(tmpdir(), `casewire-${createHash("sha256").update(resolve(path)).digest("hex").slice(0, 16)}`);
}

import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import { renameSync, rmSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";

/**
 * A lock the system lets go of when its holder ends, however it ends: a socket that only a living process answers on. A file with
 * a process number in it would outlive a kill, and inside containers the numbers repeat.
 */
export type Lock = { release: () => Promise<void> };

/** Takes the lock at `path`; where another process holds it, resolves to that process's number. */
export async function takeLock(path: string): Promise<Lock | number> {
  const me = `${process.pid} ${randomUUID()}`;
  const name = shortened(path);
  const unnamed = `${name}.${randomUUID().slice(0, 8)}`;
  const server = createServer((socket) => socket.on("error", () => {}).end(me));
  server.unref();
  server.listen(unnamed);
  await once(server, "listening");
  const before = await holderOf(name);
  if (before === undefined) {
    // Over the dead socket, if there is one. Of several who come at once, who comes last holds it.
    renameSync(unnamed, name);
    await setTimeout(50);
  }
  const holder = before ?? (await holderOf(name));
  if (holder === me) return { release: () => closed(server).finally(() => rmSync(name, { force: true })) };
  await closed(server);
  return Number.parseInt(holder ?? "", 10);
}

/** Resolves when nobody holds the lock. */
export async function lockReleased(path: string): Promise<void> {
  while ((await holderOf(shortened(path))) !== undefined) await setTimeout(200);
}

async function holderOf(path: string): Promise<string | undefined> {
  const socket = connect(path);
  let said = "";
  socket.on("data", (bytes) => {
    said += bytes;
  });
  try {
    await once(socket, "end");
    return said;
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

/** The name of a socket may hold some hundred characters: beyond, one that follows from it stands in. */
function shortened(path: string): string {
  const fromHere = relative(process.cwd(), path);
  const shorter = fromHere.length < path.length ? fromHere : path;
  if (shorter.length < 90) return shorter;
  return join(tmpdir(), `casewire-${createHash("sha256").update(resolve(path)).digest("hex").slice(0, 16)}`);
}

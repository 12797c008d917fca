import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import type { Environment } from "#tools/chaos/environment/environment";
import { openSocket } from "#tools/chaos/environment/raw-webhook";
import type { Scenario } from "#tools/chaos/environment/scenario";

const IDLE = 5000;
/** Less than the accept backlog of a server. */
const OPENED_AT_ONCE = 250;
/** An endpoint closes a connection after 10 s without a request. */
const CLOSED_MS = 60_000;
/** Other files of the process. */
const OTHER_FILES = 500;

/** Connections without requests: other clients are served meanwhile, and these are closed. */
export const idle: Scenario = {
  name: "connections-idle",
  about: `${IDLE} connections are opened and say nothing while the others send as ever`,
  obstacle: async () => fewFiles(),
  async run(environment) {
    const sockets = await openMany(environment);
    environment.traffic.fault();
    const ended = sockets.map((socket) => (socket.closed ? undefined : once(socket, "close")));
    await environment.send();
    environment.notes.push(
      `${sockets.filter((socket) => !socket.closed).length} were still open when all was acknowledged`,
    );
    await Promise.race([Promise.all(ended), setTimeout(CLOSED_MS)]);
    const open = sockets.filter((socket) => !socket.closed).length;
    if (open > 0) environment.wrong.push(`${open} idle connections were not closed within ${CLOSED_MS / 1000} s.`);
    for (const socket of sockets) socket.destroy();
  },
};

async function openMany({ endpoints }: Environment): Promise<Socket[]> {
  const sockets: Socket[] = [];
  while (sockets.length < IDLE) {
    const opening = Array.from({ length: OPENED_AT_ONCE }, () => openSocket(endpoints[0]));
    sockets.push(...(await Promise.all(opening)));
  }
  // A socket that is not read does not notice the other side's end.
  for (const socket of sockets) socket.resume();
  return sockets;
}

/** The limit is known on Linux only. */
function fewFiles(): string | undefined {
  try {
    const most = /^Max open files\s+\d+\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1];
    if (!most || Number(most) >= IDLE + OTHER_FILES) return undefined;
    return `A process may open ${most} files here (ulimit -Hn), and this takes ${IDLE + OTHER_FILES}.`;
  } catch {
    return undefined;
  }
}

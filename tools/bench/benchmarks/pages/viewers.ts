import { fork } from "node:child_process";
import { endChild, nextMessage } from "#tools/harness/child-process";

const SCRIPT = "tools/bench/benchmarks/pages/viewer-process.ts";

export type Received = { answers: number; bytes: number };

/** Starts a process that holds the streams of open boards; none is open yet. */
export function startViewers() {
  const child = fork(SCRIPT, [], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const request = async (message: string | object): Promise<unknown> => {
    const reply = nextMessage(child, SCRIPT);
    child.send(message);
    return reply;
  };
  return {
    /** Opens `count` more. Resolves when all of them have received their board. */
    open: (count: number, app: { url: string; cookies: string[] }) => request({ ...app, count }),
    received: async () => (await request("figures")) as Received,
    stop: () => endChild(child, "SIGTERM"),
  };
}

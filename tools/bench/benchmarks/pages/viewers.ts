import { fork } from "node:child_process";
import { once } from "node:events";

export type Heard = { answers: number; bytes: number };

/** Starts a process that holds open boards, in which none is open yet. */
export function startViewers() {
  const child = fork("tools/bench/benchmarks/pages/viewer-process.ts", [], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const exit = once(child, "exit");
  const ended = exit.then(([code]): never => {
    throw new Error(`The process of the open boards ended with ${code}.`);
  });
  ended.catch(() => {});
  const answer = async (question: string | object): Promise<unknown> => {
    const said = once(child, "message");
    child.send(question);
    return (await Promise.race([said, ended]))[0];
  };
  return {
    /** Opens `count` more. Resolves once all are told their boards. */
    open: (count: number, told: { url: string; cookies: string[] }) => answer({ ...told, count }),
    heard: async () => (await answer("figures")) as Heard,
    stop: async () => {
      child.kill("SIGTERM");
      await exit;
    },
  };
}

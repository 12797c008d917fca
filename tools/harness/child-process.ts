import { fork } from "node:child_process";
import { once } from "node:events";

/** A process of ours that serves. */
export type Serving = { pid: number; port: number; stop: () => Promise<void> };

/** Starts a script that says `{ serving: port }` to its parent. Throws one plain sentence when it ends before it does. */
export async function startScript(script: string, env: NodeJS.ProcessEnv, args: string[] = []): Promise<Serving> {
  const child = fork(script, args, { env, stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const exit = once(child, "exit");
  const ended = exit.then(([code]) => {
    throw new Error(`${script} ended with ${code} before it served.`);
  });
  const [said] = (await Promise.race([once(child, "message"), ended])) as [{ serving: number }];
  ended.catch(() => {});
  return {
    pid: child.pid ?? 0,
    port: said.serving,
    stop: async () => {
      child.kill("SIGTERM");
      await exit;
    },
  };
}

import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";

/** A process of ours that has said `{ serving: port }`. */
export type Serving = { pid: number; port: number; stop: () => Promise<void> };

/** Starts a script and waits until it serves. Throws one plain sentence when it ends before that. */
export async function startScript(script: string, env: NodeJS.ProcessEnv, args: string[] = []): Promise<Serving> {
  const child = fork(script, args, { env, stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const port = await servedPort(child, script);
  return { pid: child.pid ?? 0, port, stop: () => endChild(child, "SIGTERM") };
}

/** Resolves to the port that a forked script says it serves; 0 when it serves none. Rejects when it ends before that. */
export async function servedPort(child: ChildProcess, script: string): Promise<number> {
  const { serving } = (await nextMessage(child, script)) as { serving: number };
  return serving;
}

/** The next message of a forked script. Rejects when the script ends instead. */
export async function nextMessage(child: ChildProcess, script: string): Promise<unknown> {
  const listening = new AbortController();
  const { signal } = listening;
  const ended = once(child, "exit", { signal }).then(([code, by]): never => {
    throw new Error(`${script} ended with ${code ?? by} before it served.`);
  });
  try {
    const [message] = await Promise.race([once(child, "message", { signal }), ended]);
    return message;
  } finally {
    ended.catch(() => {});
    listening.abort();
  }
}

/** Sends a signal and resolves once the process has ended, at once if it already has. */
export async function endChild(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill(signal);
  await exit;
}

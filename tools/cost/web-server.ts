import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect } from "#db/connect";
import { transaction } from "#db/pool";
import { addUser } from "#lib/access/accounts/add-user";
import { passwordHash } from "#lib/access/passwords/password-hash";
import { undoing } from "./cleanup.ts";
import { turnTo } from "./measure.ts";

/** A web process on a database, and what lets a reader in. */
export type Web = { origin: string; headers: Record<string, string> };

/** Serves the database at `url` for as long as `work` takes, to an administrator who is there no longer. */
export async function withWeb<T>(url: string, work: (web: Web) => Promise<T>): Promise<T> {
  const token = randomBytes(24).toString("hex");
  const env = { ...process.env, DATABASE_URL: url, CASEWIRE_API_TOKEN: token, PORT: "0", LOG_LEVEL: "error" };
  const child = fork("bin/web.ts", [], { env, stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const password = randomBytes(24).toString("hex");
  const email = `cost-${randomBytes(6).toString("hex")}@desk.example`;
  const leave = async () => {
    // By a connection of its own: told to stop, it may come while the pool is turned to another database.
    const client = connect(url);
    await client`delete from users where email = ${email}`.finally(() => client.end({ timeout: 5 }));
    await end(child);
  };
  return undoing(leave, async () => {
    await turnTo(url);
    const hash = await passwordHash(password);
    await transaction((tx) => addUser(tx, { name: "Cost", email, role: "admin", passwordHash: hash }));
    const origin = `http://127.0.0.1:${await portOf(child)}`;
    const cookie = await signIn(origin, { email, password });
    return work({ origin, headers: { cookie, authorization: `Bearer ${token}` } });
  });
}

async function portOf(child: ChildProcess): Promise<number> {
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`the web process ended with ${code}`);
  });
  const [said] = (await Promise.race([once(child, "message"), ended])) as [{ serving: number }];
  ended.catch(() => {});
  return said.serving;
}

async function signIn(origin: string, body: { email: string; password: string }): Promise<string> {
  const answer = await fetch(`${origin}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin },
    body: JSON.stringify(body),
  });
  const cookie = answer.headers.get("set-cookie")?.split(";")[0];
  if (!cookie) throw new Error(`Signing in was answered ${answer.status}.`);
  return cookie;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill("SIGTERM");
  await exit;
}

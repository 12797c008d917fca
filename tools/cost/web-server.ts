import { fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { connect } from "#db/connect";
import { database } from "#db/pool";
import { endChild, servedPort } from "#tools/harness/child-process";
import { signInNewUser } from "#tools/harness/sign-in";
import { withCleanup } from "./cleanup.ts";
import { switchDatabase } from "./measure.ts";

const SCRIPT = "bin/web.ts";

/** A web process, and the headers of an administrator's requests. */
export type WebServer = { origin: string; headers: Record<string, string> };

/** Serves the database at `url` while `work` runs, to a new administrator, who is removed afterwards. */
export async function withWebServer<T>(url: string, work: (web: WebServer) => Promise<T>): Promise<T> {
  const token = randomBytes(24).toString("hex");
  const env = { ...process.env, DATABASE_URL: url, CASEWIRE_API_TOKEN: token, PORT: "0", LOG_LEVEL: "error" };
  const child = fork(SCRIPT, [], { env, stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const password = randomBytes(24).toString("hex");
  const email = `cost-${randomBytes(6).toString("hex")}@desk.example`;
  const cleanUp = async () => {
    // A connection of its own: at a shutdown signal the pool may be switched to the other database.
    const client = connect(url);
    await client`delete from users where email = ${email}`.finally(() => client.end({ timeout: 5 }));
    await endChild(child, "SIGTERM");
  };
  return withCleanup(cleanUp, async () => {
    await switchDatabase(url);
    const origin = `http://127.0.0.1:${await servedPort(child, SCRIPT)}`;
    const cookie = await signInNewUser(database(), origin, { name: "Cost", email, role: "admin", password });
    return work({ origin, headers: { cookie, authorization: `Bearer ${token}` } });
  });
}

import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import type postgres from "postgres";
import { connect } from "#db/connect";
import { type DatabaseUrls, withDatabase } from "#db/connection-url";
import { returnDatabase, takeDatabase } from "#db/testing/database-pool";
import { type Inbox, startInbox } from "./inbox.ts";

/** What `npm start` runs, without the embedded database: a web and a worker process of the production build. */
export type App = {
  url: string;
  /** The webhook secret of the source `vove`. */
  secret: string;
  /** A bearer token of the JSON API with the rights of an admin. */
  apiToken: string;
  /** As the owner of the database. */
  sql: postgres.Sql;
  inbox: Inbox;
  stopWeb: () => Promise<void>;
  startWeb: () => Promise<void>;
  stopWorker: () => Promise<void>;
  startWorker: () => Promise<void>;
  stop: () => Promise<void>;
};

const STOP_MS = 10_000;

/** Starts an app under test with a database and an SMTP server of its own. `overrides` are variables of the environment. */
export async function startApp(overrides: Record<string, string> = {}): Promise<App> {
  const database = await emptyDatabase();
  const sql = connect(database.ownerUrl, { max: 2 });
  const inbox = await startInbox();
  const apiToken = randomBytes(16).toString("hex");
  const secret = `whsec_${randomBytes(24).toString("base64")}`;
  const env: NodeJS.ProcessEnv = {
    NODE_ENV: "production",
    PATH: process.env.PATH,
    PORT: "0",
    DATABASE_URL: database.url,
    DATABASE_POOL: "5",
    CASEWIRE_SECRET: randomBytes(24).toString("hex"),
    CASEWIRE_API_TOKEN: apiToken,
    VOVE_WEBHOOK_SECRETS: secret,
    SMTP_URL: inbox.url,
    RETENTION_CASES_DAYS: "365",
    // Receivers of the tests listen there.
    CASEWIRE_DESTINATIONS_ALLOW: "127.0.0.1",
    LOG_LEVEL: "info",
    ...overrides,
  };
  const log = `test-results/logs/${database.name}.log`;
  let web: ChildProcess | undefined;
  let worker: ChildProcess | undefined;

  const app: App = {
    url: "",
    secret,
    apiToken,
    sql,
    inbox,
    startWeb: async () => {
      web = launch("bin/web.ts", env, log);
      // A restart listens on the same port, which the browser still uses.
      env.PORT = String(await serving(web, log));
      app.url = `http://127.0.0.1:${env.PORT}`;
    },
    stopWeb: () => end(web),
    startWorker: async () => {
      worker = launch("bin/worker.ts", env, log);
    },
    stopWorker: () => end(worker),
    stop: async () => {
      await Promise.all([end(web), end(worker), inbox.stop()]);
      await sql.end();
      database.drop();
    },
  };
  await app.startWeb();
  await app.startWorker();
  return app;
}

/** A database with the newest schema and nothing in it, for the application's role and for its owner. */
export async function emptyDatabase(): Promise<DatabaseUrls & { name: string; drop: () => void }> {
  const { E2E_SERVER_URL = "", E2E_SERVER_OWNER_URL = "", E2E_DATABASE_POOL = "" } = process.env;
  const name = await takeDatabase(E2E_DATABASE_POOL);
  const drop = () => returnDatabase(E2E_DATABASE_POOL, name);
  return { name, url: withDatabase(E2E_SERVER_URL, name), ownerUrl: withDatabase(E2E_SERVER_OWNER_URL, name), drop };
}

function launch(script: string, env: NodeJS.ProcessEnv, log: string): ChildProcess {
  mkdirSync("test-results/logs", { recursive: true });
  const output = openSync(log, "a");
  const child = spawn(process.execPath, [script], { env, stdio: ["ignore", output, output, "ipc"] });
  closeSync(output);
  return child;
}

/** The port of the web process, once it listens. */
function serving(web: ChildProcess, log: string): Promise<number> {
  return new Promise((resolve, reject) => {
    web.on("message", ({ serving: port }: { serving: number }) => resolve(port));
    web.on("exit", (code) => reject(new Error(`bin/web.ts ended with ${code}:\n${readFileSync(log, "utf8")}`)));
  });
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function end(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
  await exit;
  clearTimeout(timer);
  if (child.signalCode === "SIGKILL")
    throw new Error(`${child.spawnargs[1]} did not stop within ${STOP_MS} ms of SIGTERM`);
}

import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import type postgres from "postgres";
import { type Plan, plan } from "#bin/simulate/plan";
import { connect } from "#db/connect";
import { type DatabaseUrls, withDatabase } from "#db/connection-url";
import type { Database } from "#db/pool";
import { businesses } from "#db/schema";
import { TEMPLATE } from "#db/testing/template";
import { type MailServer, startMailServer } from "#lib/letters/testing/mail-server";
import { newSecret } from "#lib/sources/secret";
import { signInNewUser } from "#tools/harness/sign-in";
import type { Cluster } from "./cluster.ts";
import { ProductProcess, type ProductProcessOptions } from "./product-process.ts";
import type { Scenario, Settings } from "./scenario.ts";
import { Traffic } from "./traffic.ts";

const LOGS = "test-results/chaos";
const CASES = 10;
/** The runs of a lost worker are taken over after 15 s; a failed run is retried after 5 and 45 s. */
const SETTLE_MS = 150_000;
/** The duration of the plan. */
const SEND_MS = 1500;
const SHARES = { duplicates: 0.2, late: 0.15, rejections: 0.5, unknown: 0.1, badSecret: 0.1 };

type ProcessOptions = Pick<ProductProcessOptions, "script" | "node"> & { env?: Record<string, string> };

/** The environment of a scenario: its own database, product processes behind database proxies, a mail server and a sender. */
export class Environment {
  readonly cluster: Cluster;
  readonly settings: Settings;
  readonly mail: MailServer;
  readonly traffic: Traffic;
  /** For the JSON API, with the role admin. */
  readonly apiToken = randomBytes(16).toString("hex");
  endpoints: ProductProcess[] = [];
  workers: ProductProcess[] = [];
  plan: Plan;
  /** The faults that the scenario itself found, a sentence each. */
  readonly wrong: string[] = [];
  /** Measurements of the scenario, printed below the table. */
  readonly notes: string[] = [];
  /** Whether at least one letter must end as unknown. */
  unknownExpected = false;
  readonly #scenario: Scenario;
  readonly #name = `chaos_${randomBytes(6).toString("hex")}`;
  readonly secret = newSecret();
  /** All processes, including those that ended. */
  readonly #opened: ProductProcess[] = [];
  readonly #stopping = new AbortController();

  private constructor(scenario: Scenario, options: { cluster: Cluster; settings: Settings; mail: MailServer }) {
    this.#scenario = scenario;
    this.cluster = options.cluster;
    this.settings = options.settings;
    this.mail = options.mail;
    this.plan = this.planned(scenario.cases ?? CASES, SEND_MS);
    const endpoints = () => this.endpoints.map(({ port }) => new URL(`http://127.0.0.1:${port}/api/webhooks/vove`));
    this.traffic = new Traffic({ secret: this.secret, endpoints, stopping: this.#stopping.signal });
  }

  /** Starts everything; without processes when the scenario starts empty. */
  static async open(scenario: Scenario, cluster: Cluster, settings: Settings): Promise<Environment> {
    const environment = new Environment(scenario, { cluster, settings, mail: await startMailServer() });
    mkdirSync(LOGS, { recursive: true });
    rmSync(environment.log, { force: true });
    const template = scenario.empty ? "template0" : TEMPLATE;
    try {
      await environment.inServer((client) =>
        client.unsafe(`create database ${environment.#name} template ${template}`),
      );
      if (!scenario.empty) await environment.startProcesses();
      return environment;
    } catch (error) {
      await environment.close();
      throw error;
    }
  }

  /** The database's URLs without a proxy. */
  get urls(): DatabaseUrls {
    const { url, ownerUrl } = this.cluster.urls();
    return { url: withDatabase(url, this.#name), ownerUrl: withDatabase(ownerUrl, this.#name) };
  }

  get processes(): ProductProcess[] {
    return [...this.endpoints, ...this.workers];
  }

  /** Starts the processes and adds the cases' contacts. */
  async startProcesses(): Promise<void> {
    const { endpoints = 1, workers = 1, workerNode } = this.#scenario;
    const endpoint = this.settings.endpoint === "web" ? "bin/web.ts" : "bin/ingest.ts";
    for (let n = 0; n < endpoints; n++) this.endpoints.push(await this.openProcess({ script: endpoint }));
    for (let n = 0; n < workers; n++) {
      this.workers.push(await this.openProcess({ script: "bin/worker.ts", node: workerNode?.(n) ?? [] }));
    }
    await Promise.all(this.processes.map((productProcess) => productProcess.start()));
    await this.addContacts(this.plan);
  }

  /** A process that is not started yet. `env` is added to the common variables. */
  async openProcess({ env: extra, ...options }: ProcessOptions): Promise<ProductProcess> {
    this.#stopping.signal.throwIfAborted();
    const env = {
      NODE_ENV: "production",
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      DATABASE_POOL: "5",
      CASEWIRE_SECRET: "a secret of the scenarios, 32 characters or more",
      CASEWIRE_API_TOKEN: this.apiToken,
      VOVE_WEBHOOK_SECRETS: this.secret,
      SMTP_URL: this.mail.url,
      CASEWIRE_DESTINATIONS_ALLOW: "127.0.0.1",
      LOG_LEVEL: "warn",
      ...extra,
    } as const;
    return this.#open({ ...options, env });
  }

  /** The migration process, with the owner's URL and not started yet. */
  migration(): Promise<ProductProcess> {
    const env = { NODE_ENV: "production", PATH: process.env.PATH, DATABASE_URL: this.urls.url } as const;
    return this.#open({ script: "bin/migrate.ts", env, role: "owner" });
  }

  async #open(options: Omit<ProductProcessOptions, "database" | "log">): Promise<ProductProcess> {
    const database = new URL(options.role === "owner" ? this.urls.ownerUrl : this.urls.url);
    const opened = await ProductProcess.open({ ...options, database, log: this.log });
    this.#opened.push(opened);
    return opened;
  }

  /** Runs a script to its end. Resolves to its exit code; null when it was killed. */
  async run(script: string): Promise<number | null> {
    return (await this.openProcess({ script })).run();
  }

  /** A plan of cases and their messages, sent over `durationMs`. */
  planned(cases: number, durationMs: number, seed = this.settings.seed): Plan {
    return plan({ cases, durationMs, seed, shares: SHARES }, new Date());
  }

  /** Adds new cases to the plan. Returns the added part, for `send`. */
  async planMore(cases: number, durationMs: number): Promise<Plan> {
    const more = this.planned(cases, durationMs, this.settings.seed + this.plan.expectedCases.length);
    await this.addContacts(more);
    this.plan = {
      messages: [...this.plan.messages, ...more.messages],
      expectedCases: [...this.plan.expectedCases, ...more.expectedCases],
    };
    return more;
  }

  /** Adds an administrator and signs in at the first endpoint. Returns the cookie header. */
  signInAdmin(name: string): Promise<string> {
    const user = { name, email: `${name}@example.com`, role: "admin" } as const;
    return this.inDatabase((database) => signInNewUser(database, `http://127.0.0.1:${this.endpoints[0]?.port}`, user));
  }

  async addContacts({ expectedCases }: Plan): Promise<void> {
    const contacts = expectedCases.map(({ refId }) => ({
      source: "vove",
      refId,
      contactEmail: `${refId}@example.com`,
    }));
    await this.inDatabase((database) => database.insert(businesses).values(contacts));
  }

  /** Waits until PostgreSQL has ended, restarts it and points every proxy at its port. */
  async restartDatabase(): Promise<void> {
    await this.cluster.ended();
    await this.cluster.restart();
    for (const { proxy } of this.#opened) proxy.movedTo(new URL(this.urls.url).port);
  }

  /** Sends the plan, or the one given; resolves when all of it is acknowledged. */
  send(plan: Plan = this.plan): Promise<void> {
    return this.traffic.send(plan);
  }

  /** Resolves when no run is queued or running, or when their number has not decreased for too long: then the outcome reports them. */
  async settled(): Promise<void> {
    let fewest = Number.POSITIVE_INFINITY;
    for (let end = performance.now() + SETTLE_MS; performance.now() < end; await setTimeout(100)) {
      const [left] = await this.inDatabase((database) =>
        database.execute<{ n: number }>(sql`
          select (select count(*) from runs where state in ('queued', 'running'))::int
            + (select count(*) from replays where state = 'running')::int as n`),
      );
      const n = left?.n ?? 0;
      if (n === 0) return;
      if (n < fewest) end = performance.now() + SETTLE_MS;
      fewest = Math.min(fewest, n);
    }
  }

  /** Uses the database as its owner, without a proxy, over a new connection: an old one may have been cut. */
  inDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
    return withClient(this.urls.ownerUrl, (client) => work(drizzle(client, { casing: "snake_case" })));
  }

  inServer<T>(work: (client: postgres.Sql) => Promise<T>): Promise<T> {
    return withClient(this.cluster.urls().ownerUrl, work);
  }

  /** `quickly` kills the processes: how they end does not matter any more. */
  async close({ quickly = false } = {}): Promise<void> {
    this.#stopping.abort();
    if (quickly) await Promise.all(this.#opened.map((productProcess) => productProcess.kill()));
    const clean = await Promise.all(this.#opened.map((productProcess) => productProcess.stop()));
    if (clean.includes(false)) this.wrong.push("A process did not stop within 10 s of being told to.");
    await this.mail.stop();
    // With PostgreSQL down, the database is removed with its cluster.
    await this.inServer((client) => client.unsafe(`drop database ${this.#name} with (force)`)).catch(() => {});
  }

  /** The output of the processes. */
  get log(): string {
    return `${LOGS}/${this.#scenario.name}-${this.settings.endpoint}.log`;
  }
}

async function withClient<T>(url: string, work: (client: postgres.Sql) => Promise<T>): Promise<T> {
  const client = connect(url, { connect_timeout: 5 });
  try {
    return await work(client);
  } finally {
    await client.end({ timeout: 2 });
  }
}

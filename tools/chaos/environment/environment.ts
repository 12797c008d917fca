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
import type { Cluster } from "./cluster.ts";
import { Part, type PartOptions } from "./product-process.ts";
import type { Scenario } from "./scenario.ts";
import type { Settings } from "./settings.ts";
import { Traffic } from "./traffic.ts";

const LOGS = "test-results/chaos";
const CASES = 10;
/** A lost worker's runs are taken over after 15 s; one that failed meanwhile is tried again 5 and 45 s later. */
const SETTLE_MS = 150_000;
/** Over so long the plan is sent. */
const SEND_MS = 1500;
const SHARES = { duplicates: 0.2, late: 0.15, rejections: 0.5, unknown: 0.1, badSecret: 0.1 };

type StagePart = Pick<PartOptions, "script" | "node"> & { env?: Record<string, string> };

/** What a scenario is played on: a database of its own, processes of the product each behind its own proxy, a mail server, a sender. */
export class Stage {
  readonly cluster: Cluster;
  readonly settings: Settings;
  readonly mail: MailServer;
  readonly traffic: Traffic;
  /** Of the JSON API, with the rights of an admin. */
  readonly apiToken = randomBytes(16).toString("hex");
  doors: Part[] = [];
  workers: Part[] = [];
  plan: Plan;
  /** What the scenario itself found wrong, a sentence each. */
  readonly wrong: string[] = [];
  /** What the scenario itself has measured: lines to stand under the table. */
  readonly notes: string[] = [];
  /** Whether at least one letter must be shown as unknown in the end. */
  unknownExpected = false;
  readonly #scenario: Scenario;
  readonly #name = `chaos_${randomBytes(6).toString("hex")}`;
  readonly secret = newSecret();
  /** Every process there was, also those that did one thing and ended. */
  readonly #opened: Part[] = [];
  readonly #stopping = new AbortController();

  private constructor(scenario: Scenario, options: { cluster: Cluster; settings: Settings; mail: MailServer }) {
    this.#scenario = scenario;
    this.cluster = options.cluster;
    this.settings = options.settings;
    this.mail = options.mail;
    this.plan = this.planned(scenario.cases ?? CASES, SEND_MS);
    const doors = () => this.doors.map(({ port }) => new URL(`http://127.0.0.1:${port}/api/webhooks/vove`));
    this.traffic = new Traffic({ secret: this.secret, doors, stopping: this.#stopping.signal });
  }

  /** Sets it up; the processes serve, unless the scenario begins empty. */
  static async open(scenario: Scenario, cluster: Cluster, settings: Settings): Promise<Stage> {
    const stage = new Stage(scenario, { cluster, settings, mail: await startMailServer() });
    mkdirSync(LOGS, { recursive: true });
    rmSync(stage.log, { force: true });
    const template = scenario.empty ? "template0" : TEMPLATE;
    try {
      await stage.inServer((client) => client.unsafe(`create database ${stage.#name} template ${template}`));
      if (!scenario.empty) await stage.startParts();
      return stage;
    } catch (error) {
      await stage.close();
      throw error;
    }
  }

  /** The database's own addresses, past every proxy. */
  get urls(): DatabaseUrls {
    const { url, ownerUrl } = this.cluster.urls();
    return { url: withDatabase(url, this.#name), ownerUrl: withDatabase(ownerUrl, this.#name) };
  }

  get parts(): Part[] {
    return [...this.doors, ...this.workers];
  }

  /** Starts every process and makes known whom to write to. */
  async startParts(): Promise<void> {
    const { doors = 1, workers = 1, workerNode } = this.#scenario;
    const door = this.settings.door === "web" ? "bin/web.ts" : "bin/ingest.ts";
    for (let n = 0; n < doors; n++) this.doors.push(await this.part({ script: door }));
    for (let n = 0; n < workers; n++) {
      this.workers.push(await this.part({ script: "bin/worker.ts", node: workerNode?.(n) ?? [] }));
    }
    await Promise.all(this.parts.map((part) => part.start()));
    await this.addContacts(this.plan);
  }

  /** A process of this stage, not started yet. `env`: what it is told beside what all are told. */
  async part({ env: told, ...options }: StagePart): Promise<Part> {
    this.#stopping.signal.throwIfAborted();
    const env = {
      NODE_ENV: "production",
      PATH: process.env.PATH,
      DATABASE_POOL: "5",
      CASEWIRE_SECRET: "a secret of the scenarios, 32 characters or more",
      CASEWIRE_API_TOKEN: this.apiToken,
      VOVE_WEBHOOK_SECRETS: this.secret,
      SMTP_URL: this.mail.url,
      LOG_LEVEL: "warn",
      ...told,
    } as const;
    return this.#open({ ...options, env });
  }

  /** The process that migrates, as the owner and not started yet. */
  migration(): Promise<Part> {
    const env = { NODE_ENV: "production", PATH: process.env.PATH, DATABASE_URL: this.urls.url } as const;
    return this.#open({ script: "bin/migrate.ts", env, role: "owner" });
  }

  async #open(options: Omit<PartOptions, "database" | "log">): Promise<Part> {
    const database = new URL(options.role === "owner" ? this.urls.ownerUrl : this.urls.url);
    const part = await Part.open({ ...options, database, log: this.log });
    this.#opened.push(part);
    return part;
  }

  /** Runs a process of this stage that does one thing. Resolves to its exit code; null when it was killed. */
  async run(script: string): Promise<number | null> {
    return (await this.part({ script })).run();
  }

  /** Cases to come and their messages, sent over `durationMs`. */
  planned(cases: number, durationMs: number, seed = this.settings.seed): Plan {
    return plan({ cases, durationMs, seed, shares: SHARES }, new Date());
  }

  /** Adds cases to the plan, other ones each time. Returns what they add, for `send`. */
  async planMore(cases: number, durationMs: number): Promise<Plan> {
    const more = this.planned(cases, durationMs, this.settings.seed + this.plan.expectedCases.length);
    await this.addContacts(more);
    this.plan = {
      messages: [...this.plan.messages, ...more.messages],
      expectedCases: [...this.plan.expectedCases, ...more.expectedCases],
    };
    return more;
  }

  async addContacts({ expectedCases }: Plan): Promise<void> {
    const contacts = expectedCases.map(({ refId }) => ({
      source: "vove",
      refId,
      contactEmail: `${refId}@example.com`,
    }));
    await this.inDatabase((database) => database.insert(businesses).values(contacts));
  }

  /** Waits for PostgreSQL to end, starts it again and leads every process to where it is now. */
  async restartDatabase(): Promise<void> {
    await this.cluster.ended();
    await this.cluster.restart();
    for (const { proxy } of this.#opened) proxy.movedTo(new URL(this.urls.url).port);
  }

  /** Sends the plan, or only `part` of it; resolves once all of it is acknowledged. */
  send(part: Plan = this.plan): Promise<void> {
    return this.traffic.send(part);
  }

  /** Resolves once no run waits or runs, or there has been no fewer of them for too long: the outcome tells. */
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

  /** Works with the database as its owner, past every proxy, over a connection made for it: the last one may have been cut. */
  inDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
    return withClient(this.urls.ownerUrl, (client) => work(drizzle(client, { casing: "snake_case" })));
  }

  inServer<T>(work: (client: postgres.Sql) => Promise<T>): Promise<T> {
    return withClient(this.cluster.urls().ownerUrl, work);
  }

  /** `quickly`: its processes are killed, as nobody asks any more how they end. */
  async close({ quickly = false } = {}): Promise<void> {
    this.#stopping.abort();
    if (quickly) await Promise.all(this.#opened.map((part) => part.kill()));
    const clean = await Promise.all(this.#opened.map((part) => part.stop()));
    if (clean.includes(false)) this.wrong.push("A process did not stop within 10 s of being told to.");
    await this.mail.stop();
    // Where a scenario broke off with PostgreSQL down, the database goes with its cluster.
    await this.inServer((client) => client.unsafe(`drop database ${this.#name} with (force)`)).catch(() => {});
  }

  /** What its processes say. */
  get log(): string {
    return `${LOGS}/${this.#scenario.name}-${this.settings.door}.log`;
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

import { sql } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { database, transaction } from "#db/pool";
import { eventually } from "#db/testing/eventually";
import { type ListenState, listen, onListenState } from "./listen.ts";
import { publish, publishSoon } from "./publish.ts";
import { caseTopic, TOPICS, type Topic } from "./topics.ts";

const leave: (() => void)[] = [];
afterEach(() => {
  for (const stop of leave.splice(0)) stop();
});

/** The topics that a listener is called with once the connection is live. */
async function listener(topics: readonly Topic[] | "all"): Promise<Topic[]> {
  const published: Topic[] = [];
  leave.push(listen(topics, (topic) => published.push(topic)));
  await live();
  await eventually(async () => expect(await connections()).toBe(1));
  published.length = 0;
  return published;
}

async function live(): Promise<void> {
  const states: ListenState[] = [];
  const forget = onListenState((state) => states.push(state));
  await eventually(() => expect(states.at(-1)).toBe("live"));
  forget();
}

async function connections(): Promise<number> {
  const [row] = await database().execute<{ n: number }>(
    sql`select count(*)::int as n from pg_stat_activity where datname = current_database() and application_name = 'casewire live'`,
  );
  return row?.n ?? 0;
}

describe("listen", () => {
  it("is told the topics it asked for, of verbs and hot paths, over one connection", async () => {
    const topic = caseTopic("vove", "a/b c%é");
    const one = await listener([topic, "audit"]);
    const all = await listener("all");
    await transaction((tx) => publish(tx, "cases", topic));
    publishSoon("audit", "runs");
    await eventually(() => expect(all).toEqual(["cases", topic, "audit", "runs"]));
    expect(one).toEqual([topic, "audit"]);
    expect(await connections()).toBe(1);
  });

  it("is told nothing of a transaction that is rolled back", async () => {
    const topics = await listener("all");
    const act = transaction(async (tx) => {
      await publish(tx, "cases");
      throw new Error("the act failed");
    });
    await expect(act).rejects.toThrow("the act failed");
    publishSoon("runs");
    await eventually(() => expect(topics).toEqual(["runs"]));
  });

  it("reconnects, says so, and tells everyone to ask again", async () => {
    const one = await listener(["runs", "audit"]);
    const all = await listener("all");
    const states: ListenState[] = [];
    leave.push(onListenState((state) => states.push(state)));
    await database().execute(
      sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'casewire live'`,
    );
    await eventually(() => expect(states).toEqual(["live", "reconnecting", "live"]));
    expect(one).toEqual(["runs", "audit"]);
    expect(all).toEqual([...TOPICS]);
    publishSoon("cases");
    await eventually(() => expect(all.at(-1)).toBe("cases"));
  });
});

describe("publishSoon", () => {
  it("gathers a burst: the first at once, the rest in one go", async () => {
    const topics = await listener("all");
    // The interval after the last topic of the test before must be over.
    await new Promise((resolve) => setTimeout(resolve, 50));
    publishSoon("runs");
    for (let n = 0; n < 500; n++) publishSoon("cases", "runs", "events");
    await eventually(() => expect(topics).toContain("events"));
    expect(topics).toEqual(["runs", "cases", "runs", "events"]);
  });

  it("drops what it cannot tell, and goes on", async () => {
    const topics = await listener("all");
    const url = process.env.DATABASE_URL;
    process.env.DATABASE_URL = "postgres://nobody:nothing@127.0.0.1:1/nowhere";
    publishSoon("cases");
    await new Promise((resolve) => setTimeout(resolve, 200));
    process.env.DATABASE_URL = url;
    publishSoon("runs");
    await eventually(() => expect(topics).toEqual(["runs"]));
  });
});

it("closes its connection when nobody listens any more", async () => {
  await eventually(async () => expect(await connections()).toBe(0));
});

import { sql } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { database, transaction } from "#db/pool";
import { eventually } from "#db/testing/eventually";
import { announce } from "./announce.ts";
import { type LiveState, listen, onState } from "./listen.ts";
import { notify } from "./notify.ts";
import { caseTopic, TOPICS, type Topic } from "./topics.ts";

const leave: (() => void)[] = [];
afterEach(() => {
  for (const goodbye of leave.splice(0)) goodbye();
});

/** What a listener heard since it last was `clear`ed, once the connection is live. */
async function listener(topics: readonly Topic[] | "all"): Promise<Topic[]> {
  const heard: Topic[] = [];
  leave.push(listen(topics, (topic) => heard.push(topic)));
  await live();
  await eventually(async () => expect(await connections()).toBe(1));
  heard.length = 0;
  return heard;
}

async function live(): Promise<void> {
  const states: LiveState[] = [];
  const forget = onState((state) => states.push(state));
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
  it("hears the topics it asked for, of verbs and hot paths, over one connection", async () => {
    const topic = caseTopic("vove", "a/b c%é");
    const one = await listener([topic, "audit"]);
    const all = await listener("all");
    await transaction((tx) => notify(tx, "cases", topic));
    announce("audit", "runs");
    await eventually(() => expect(all).toEqual(["cases", topic, "audit", "runs"]));
    expect(one).toEqual([topic, "audit"]);
    expect(await connections()).toBe(1);
  });

  it("hears nothing of a transaction that is rolled back", async () => {
    const heard = await listener("all");
    const act = transaction(async (tx) => {
      await notify(tx, "cases");
      throw new Error("the act failed");
    });
    await expect(act).rejects.toThrow("the act failed");
    announce("runs");
    await eventually(() => expect(heard).toEqual(["runs"]));
  });

  it("reconnects, says so, and tells everyone to ask again", async () => {
    const one = await listener(["runs", "audit"]);
    const all = await listener("all");
    const states: LiveState[] = [];
    leave.push(onState((state) => states.push(state)));
    await database().execute(
      sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'casewire live'`,
    );
    await eventually(() => expect(states).toEqual(["live", "reconnecting", "live"]));
    expect(one).toEqual(["runs", "audit"]);
    expect(all).toEqual([...TOPICS]);
    announce("cases");
    await eventually(() => expect(all.at(-1)).toBe("cases"));
  });
});

describe("announce", () => {
  it("gathers a burst: the first at once, the rest in one go", async () => {
    const heard = await listener("all");
    announce("runs");
    for (let n = 0; n < 500; n++) announce("cases", "runs", "events");
    await eventually(() => expect(heard).toContain("events"));
    expect(heard).toEqual(["runs", "cases", "runs", "events"]);
  });

  it("drops what it cannot tell, and goes on", async () => {
    const heard = await listener("all");
    const url = process.env.DATABASE_URL;
    process.env.DATABASE_URL = "postgres://nobody:nothing@127.0.0.1:1/nowhere";
    announce("cases");
    await new Promise((resolve) => setTimeout(resolve, 200));
    process.env.DATABASE_URL = url;
    announce("runs");
    await eventually(() => expect(heard).toEqual(["runs"]));
  });
});

it("closes its connection when nobody listens any more", async () => {
  await eventually(async () => expect(await connections()).toBe(0));
});

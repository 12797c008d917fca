import { sql } from "drizzle-orm";
import { afterEach, describe, expect, it, vi } from "vitest";
import { database } from "#db/pool";
import { eventually } from "#db/testing/eventually";
import type { UserActor } from "#lib/actor";
import type { Role } from "#lib/permissions";
import { whenLive } from "./listen.ts";
import { publishSoon } from "./publish.ts";
import { topicStream } from "./topic-stream.ts";
import { TOPICS } from "./topics.ts";

const user = (role: Role): UserActor => ({ kind: "user", id: "u1", label: "Ada", role });
const leaving: AbortController[] = [];
afterEach(() => {
  for (const controller of leaving.splice(0)) controller.abort();
});

/** A reader that takes all it is given, once its stream is live. */
async function read(role: Role, recheck: () => Promise<UserActor | null> = async () => user(role), recheckMs = 60_000) {
  expect(await whenLive(5000)).toBe(true);
  const controller = new AbortController();
  leaving.push(controller);
  const ended = vi.fn();
  const reader = { actor: user(role), recheck, signal: controller.signal };
  const stream = topicStream(reader, ended, recheckMs);
  const said = { text: "", done: false };
  const reading = (async () => {
    for await (const chunk of stream) said.text += new TextDecoder().decode(chunk);
    said.done = true;
  })();
  return { said, ended, reading, leave: () => controller.abort() };
}

const topicsOf = (text: string) => [...text.matchAll(/^data: (.*)$/gm)].map((match) => match[1]);

describe("topicStream", () => {
  it.each([
    ["viewer", ["cases", "case/vove/a"]],
    ["analyst", ["cases", "rejections", "audit", "exports", "case/vove/a"]],
    [
      "engineer",
      ["cases", "events", "runs", "rejections", "replays", "destinations", "audit", "exports", "case/vove/a"],
    ],
    ["admin", [...TOPICS.filter((topic) => topic !== "access"), "case/vove/a"]],
  ] as const)("tells a %s only what that role may read", async (role, told) => {
    const { said } = await read(role);
    publishSoon(...TOPICS, "case/vove/a");
    await eventually(() => expect(topicsOf(said.text)).toEqual(told));
  });

  it("gathers what comes together and names each topic once", async () => {
    const { said } = await read("admin");
    for (let n = 0; n < 100; n++) publishSoon("cases", "events");
    await eventually(() => expect(said.text).toContain("data: events"));
    expect(topicsOf(said.text)).toEqual(["cases", "events"]);
  });

  it("lets no refId forge a message", async () => {
    const { said } = await read("viewer");
    publishSoon("case/vove/a\n\nevent: topic\ndata: audit");
    await eventually(() => expect(said.text).toContain("data: data: audit"));
    expect(said.text.match(/^event:/gm)).toHaveLength(1);
  });

  it("ends when its reader leaves", async () => {
    const { said, ended, reading, leave } = await read("viewer");
    leave();
    await reading;
    expect(said.done).toBe(true);
    expect(ended).toHaveBeenCalledOnce();
  });

  it("ends when its reader is no longer signed in, and not before", async () => {
    let signedIn: UserActor | null = user("admin");
    const { ended, reading, said } = await read("admin", async () => signedIn, 50);
    publishSoon("settings");
    await eventually(() => expect(topicsOf(said.text)).toEqual(["settings"]));
    expect(ended).not.toHaveBeenCalled();
    signedIn = null;
    await reading;
    expect(ended).toHaveBeenCalledOnce();
  });

  it("tells a reader whose role was lowered no more than the new one may read", async () => {
    const { said } = await read("admin", async () => user("viewer"), 20);
    await new Promise((resolve) => setTimeout(resolve, 100));
    publishSoon("settings", "cases");
    await eventually(() => expect(topicsOf(said.text)).toEqual(["cases"]));
  });

  it("ends when the LISTEN connection is lost, so that the browser knows", async () => {
    const { reading, said } = await read("viewer");
    await database().execute(
      sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'casewire live'`,
    );
    await reading;
    expect(said.done).toBe(true);
    expect(await whenLive(10_000)).toBe(true);
  });

  it("keeps the topics of a reader that takes nothing, once each", async () => {
    expect(await whenLive(5000)).toBe(true);
    const controller = new AbortController();
    leaving.push(controller);
    const reader = { actor: user("admin"), recheck: async () => user("admin"), signal: controller.signal };
    const stream = topicStream(reader, () => {});
    for (let n = 0; n < 5; n++) {
      publishSoon("cases", "audit");
      await new Promise((resolve) => setTimeout(resolve, 80));
    }
    const taken = stream.getReader();
    const chunks = [await taken.read(), await taken.read()].map(({ value }) => new TextDecoder().decode(value));
    expect(chunks[0]).toBe("retry: 1000\n\n");
    expect(topicsOf(chunks[1] ?? "")).toEqual(["cases", "audit"]);
  });
});

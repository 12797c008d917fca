import { afterEach, describe, expect, it, vi } from "vitest";
import { eventually } from "#db/testing/eventually";
import type { UserActor } from "#lib/actor";
import type { Role } from "#lib/permissions";
import { whenLive } from "./listen.ts";
import { type LiveQuery, subscribe } from "./live-query.ts";
import { publishSoon } from "./publish.ts";
import type { Result } from "./snapshot.ts";

const user = (role: Role, id = "u1"): UserActor => ({ kind: "user", id, label: "Ada", role });
const leaving: (() => void)[] = [];
let named = 0;
afterEach(() => {
  for (const leave of leaving.splice(0)) leave();
});

function liveQuery(run: (actor: UserActor) => Promise<Result>): LiveQuery & { run: ReturnType<typeof vi.fn> } {
  named += 1;
  return { name: `query ${named}`, topics: ["cases"], run: vi.fn(run) };
}

/** Subscribes once the LISTEN connection is live, and keeps the messages. */
async function subscribed(what: LiveQuery, actor: UserActor) {
  expect(await whenLive(5000)).toBe(true);
  const messages: Result[] = [];
  const onError = vi.fn();
  const state = { ready: true };
  const send = (bytes: Uint8Array) => {
    const [, data] = /^event: answer\ndata: (.*)\n\n$/.exec(new TextDecoder().decode(bytes)) ?? [];
    messages.push(JSON.parse(data ?? "null"));
  };
  const { unsubscribe, ready } = subscribe(what, { actor, isReady: () => state.ready, send, onError });
  leaving.push(unsubscribe);
  return { messages, onError, state, unsubscribe, ready };
}

describe("a live query", () => {
  it("sends the whole snapshot at first, and then what has changed", async () => {
    let steps = { a: 1, b: 1 };
    const one = await subscribed(
      liveQuery(async () => ({ frame: Object.keys(steps), lines: steps })),
      user("viewer"),
    );
    await eventually(() => expect(one.messages).toEqual([{ frame: ["a", "b"], lines: { a: 1, b: 1 } }]));
    steps = { a: 1, b: 2 };
    publishSoon("cases");
    await eventually(() => expect(one.messages[1]).toEqual({ frame: ["a", "b"], lines: { b: 2 } }));
  });

  it("sends nothing while nothing has changed", async () => {
    const what = liveQuery(async () => ({ frame: 1, lines: {} }));
    const one = await subscribed(what, user("viewer"));
    await eventually(() => expect(one.messages).toHaveLength(1));
    const before = what.run.mock.calls.length;
    publishSoon("cases");
    await eventually(() => expect(what.run.mock.calls.length).toBeGreaterThan(before));
    expect(one.messages).toHaveLength(1);
  });

  it("runs once for all of one role, and never sends one role what another may see", async () => {
    const what = liveQuery(async ({ role }) => ({
      frame: role,
      lines: { letter: role === "viewer" ? "a•••" : "ada@x" },
    }));
    const roles: Role[] = ["viewer", "admin", "viewer", "admin", "analyst"];
    const subscribers = await Promise.all(roles.map((role, n) => subscribed(what, user(role, `u${n}`))));
    publishSoon("cases");
    await eventually(() => expect(subscribers.every(({ messages }) => messages.length > 0)).toBe(true));
    for (const [n, { messages }] of subscribers.entries()) {
      for (const { frame } of messages) expect(frame).toBe(roles[n]);
      expect(messages[0]?.lines.letter).toBe(roles[n] === "viewer" ? "a•••" : "ada@x");
    }
    expect(what.run.mock.calls.length).toBeLessThan(subscribers.length * 3);
    for (const [actor] of what.run.mock.calls) expect(["viewer", "admin", "analyst"]).toContain(actor.role);
  });

  it("sends the whole snapshot to a subscriber that was not ready for the last change, once it is ready again", async () => {
    let frame = 1;
    const slow = await subscribed(
      liveQuery(async () => ({ frame, lines: { a: "a" } })),
      user("viewer"),
    );
    await eventually(() => expect(slow.messages).toHaveLength(1));
    slow.state.ready = false;
    frame = 2;
    publishSoon("cases");
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(slow.messages).toHaveLength(1);
    slow.state.ready = true;
    slow.ready();
    await eventually(() => expect(slow.messages[1]).toEqual({ frame: 2, lines: { a: "a" } }));
  });

  it("sends a new subscriber a result that was read after it subscribed", async () => {
    let frame = 1;
    const what = liveQuery(async () => ({ frame, lines: {} }));
    const first = await subscribed(what, user("viewer"));
    await eventually(() => expect(first.messages).toHaveLength(1));
    frame = 2;
    const second = await subscribed(what, user("viewer", "u2"));
    second.ready();
    await eventually(() => expect(second.messages[0]?.frame).toBe(2));
    expect(first.messages.at(-1)?.frame).toBe(2);
  });

  it("tells its subscribers when it fails, and stops when none is left", async () => {
    const failing = await subscribed(
      liveQuery(() => Promise.reject(new Error("the database is gone"))),
      user("viewer"),
    );
    await eventually(() => expect(failing.onError).toHaveBeenCalled());
    const what = liveQuery(async () => ({ frame: 1, lines: {} }));
    const one = await subscribed(what, user("viewer"));
    await eventually(() => expect(one.messages).toHaveLength(1));
    one.unsubscribe();
    publishSoon("cases");
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(what.run).toHaveBeenCalledOnce();
  });
});

import { afterEach, describe, expect, it, vi } from "vitest";
import { eventually } from "#db/testing/eventually";
import type { UserActor } from "#lib/actor";
import type { Role } from "#lib/permissions";
import { announce } from "./announce.ts";
import { type Question, stand } from "./live-query.ts";
import type { Answer } from "./snapshot.ts";
import { whenLive } from "./when-live.ts";

const user = (role: Role, id = "u1"): UserActor => ({ kind: "user", id, label: "Ada", role });
const leaving: (() => void)[] = [];
let named = 0;
afterEach(() => {
  for (const leave of leaving.splice(0)) leave();
});

function question(ask: (actor: UserActor) => Promise<Answer>): Question & { ask: ReturnType<typeof vi.fn> } {
  named += 1;
  return { name: `question ${named}`, topics: ["cases"], ask: vi.fn(ask) };
}

/** Stands a question once the news are live, and keeps what is told. */
async function asked(what: Question, actor: UserActor) {
  expect(await whenLive(5000)).toBe(true);
  const messages: Answer[] = [];
  const failed = vi.fn();
  const state = { takes: true };
  const give = (bytes: Uint8Array) => {
    const [, data] = /^event: answer\ndata: (.*)\n\n$/.exec(new TextDecoder().decode(bytes)) ?? [];
    messages.push(JSON.parse(data ?? "null"));
  };
  const { leave, taken } = stand(what, { actor, takes: () => state.takes, give, failed });
  leaving.push(leave);
  return { messages, failed, state, leave, taken };
}

describe("a standing question", () => {
  it("is answered whole at first, and then with what has changed", async () => {
    let steps = { a: 1, b: 1 };
    const one = await asked(
      question(async () => ({ frame: Object.keys(steps), lines: steps })),
      user("viewer"),
    );
    await eventually(() => expect(one.messages).toEqual([{ frame: ["a", "b"], lines: { a: 1, b: 1 } }]));
    steps = { a: 1, b: 2 };
    announce("cases");
    await eventually(() => expect(one.messages[1]).toEqual({ frame: ["a", "b"], lines: { b: 2 } }));
  });

  it("tells nothing while nothing has changed", async () => {
    const what = question(async () => ({ frame: 1, lines: {} }));
    const one = await asked(what, user("viewer"));
    await eventually(() => expect(one.messages).toHaveLength(1));
    const before = what.ask.mock.calls.length;
    announce("cases");
    await eventually(() => expect(what.ask.mock.calls.length).toBeGreaterThan(before));
    expect(one.messages).toHaveLength(1);
  });

  it("is asked once for all of one role, and never answers one role with what another may see", async () => {
    const what = question(async ({ role }) => ({
      frame: role,
      lines: { letter: role === "viewer" ? "a•••" : "ada@x" },
    }));
    const roles: Role[] = ["viewer", "admin", "viewer", "admin", "analyst"];
    const askers = await Promise.all(roles.map((role, n) => asked(what, user(role, `u${n}`))));
    announce("cases");
    await eventually(() => expect(askers.every(({ messages }) => messages.length > 0)).toBe(true));
    for (const [n, { messages }] of askers.entries()) {
      for (const { frame } of messages) expect(frame).toBe(roles[n]);
      expect(messages[0]?.lines.letter).toBe(roles[n] === "viewer" ? "a•••" : "ada@x");
    }
    expect(what.ask.mock.calls.length).toBeLessThan(askers.length * 3);
    for (const [actor] of what.ask.mock.calls) expect(["viewer", "admin", "analyst"]).toContain(actor.role);
  });

  it("gives the whole answer to one who did not take the last change, once it takes again", async () => {
    let frame = 1;
    const slow = await asked(
      question(async () => ({ frame, lines: { a: "a" } })),
      user("viewer"),
    );
    await eventually(() => expect(slow.messages).toHaveLength(1));
    slow.state.takes = false;
    frame = 2;
    announce("cases");
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(slow.messages).toHaveLength(1);
    slow.state.takes = true;
    slow.taken();
    await eventually(() => expect(slow.messages[1]).toEqual({ frame: 2, lines: { a: "a" } }));
  });

  it("gives a newcomer an answer that was asked for after it came", async () => {
    let frame = 1;
    const what = question(async () => ({ frame, lines: {} }));
    const first = await asked(what, user("viewer"));
    await eventually(() => expect(first.messages).toHaveLength(1));
    frame = 2;
    const second = await asked(what, user("viewer", "u2"));
    second.taken();
    await eventually(() => expect(second.messages[0]?.frame).toBe(2));
    expect(first.messages.at(-1)?.frame).toBe(2);
  });

  it("says so when it cannot be asked, and rests when nobody wants its answer any more", async () => {
    const failing = await asked(
      question(() => Promise.reject(new Error("the database is gone"))),
      user("viewer"),
    );
    await eventually(() => expect(failing.failed).toHaveBeenCalled());
    const what = question(async () => ({ frame: 1, lines: {} }));
    const one = await asked(what, user("viewer"));
    await eventually(() => expect(one.messages).toHaveLength(1));
    one.leave();
    announce("cases");
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(what.ask).toHaveBeenCalledOnce();
  });
});

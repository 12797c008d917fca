import { redirect } from "next/navigation";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { log } from "#lib/log";
import { Refusal } from "#lib/refusal";
import { publicAction } from "./action.ts";
import { IDLE } from "./action-state.ts";

const schema = z.object({
  name: z.string("Write a name.").min(2, "Longer."),
  note: z.string().optional(),
  statuses: z.array(z.string()).optional(),
  password: z.string().optional(),
});

function form(...fields: [string, string][]): FormData {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  return data;
}

const echo = publicAction(schema, async (input) => input);
const fail = (error: unknown) =>
  publicAction(schema, async () => {
    throw error;
  });

describe("an action", () => {
  it("reads a form as its schema: empty is absent, a list is a list even of one, React's own fields are none", async () => {
    const sent = form(["name", "Ada"], ["note", ""], ["statuses", "REJECTED"], ["$ACTION_KEY", "k"]);
    expect(await echo(IDLE, sent)).toMatchObject({ status: "done", value: { name: "Ada", statuses: ["REJECTED"] } });
  });

  it("words its success", async () => {
    const greet = publicAction(
      schema,
      async () => 7,
      (value, input) => `${input.name}: ${value}`,
    );
    expect(await greet(IDLE, form(["name", "Ada"]))).toEqual({ status: "done", value: 7, message: "Ada: 7" });
  });

  it("says what is wrong by field and gives back what was typed, save a password", async () => {
    const sent = form(["name", "A"], ["note", "kept"], ["statuses", "a"], ["statuses", "b"], ["password", "hidden"]);
    expect(await echo(IDLE, sent)).toEqual({
      status: "refused",
      code: "invalid",
      message: "Please check the marked fields.",
      fields: { name: "Longer." },
      values: { name: "A", note: "kept", statuses: ["a", "b"] },
    });
    expect(await echo(IDLE, form())).toMatchObject({ fields: { name: "Write a name." } });
  });

  it("gives back the name of a header and never its value", async () => {
    const sent = form(["name", "A"], ["headers.0.name", "x-key"], ["headers.0.value", "hidden"]);
    expect(await echo(IDLE, sent)).toMatchObject({ values: { name: "A", "headers.0.name": "x-key" } });
    expect(JSON.stringify(await echo(IDLE, sent))).not.toContain("hidden");
  });

  it("refuses what cannot be stored, by field", async () => {
    const state = await echo(IDLE, form(["name", "Ada"], ["note", "a\0b"]));
    expect(state).toMatchObject({ code: "invalid", fields: { note: expect.any(String) }, values: { note: "a\0b" } });
  });

  it("takes what is no form for an empty one", async () => {
    expect(await echo(IDLE, "forged" as never)).toMatchObject({ code: "invalid", values: {} });
  });

  it("passes a refusal on in its own words", async () => {
    const state = await fail(new Refusal("wrong-state", "It is resolved already."))(IDLE, form(["name", "Ada"]));
    expect(state).toMatchObject({ code: "wrong-state", message: "It is resolved already.", values: { name: "Ada" } });
  });

  it("logs a fault of ours under the reference it shows, and shows nothing else of it", async () => {
    const logged = vi.spyOn(log, "error");
    const state = await fail(new Error("password=hunter2"))(IDLE, form(["name", "Ada"]));
    expect(state).toMatchObject({ code: "failed", values: { name: "Ada" } });
    const reference = (logged.mock.calls[0]?.[0] as { digest?: string } | undefined)?.digest;
    expect(JSON.stringify(state)).toContain(reference);
    expect(JSON.stringify(state)).not.toContain("hunter2");
    logged.mockRestore();
  });

  it("lets a redirect through", async () => {
    const leave = publicAction(schema, async () => redirect("/cases"));
    await expect(leave(IDLE, form(["name", "Ada"]))).rejects.toThrow("NEXT_REDIRECT");
  });
});

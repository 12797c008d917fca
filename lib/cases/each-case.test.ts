import { describe, expect, it } from "vitest";
import { z } from "zod";
import { readForm } from "#lib/access/endpoints/form-input";
import { Refusal } from "#lib/refusal";
import { chosenCases, eachCase } from "./each-case.ts";

const refs = (...refIds: string[]) => refIds.map((refId) => ({ source: "vove", refId }));

describe("chosen cases", () => {
  it("come out of a form as they were put in, one or many, whatever a refId holds", () => {
    const schema = z.object({ cases: chosenCases });
    const form = new FormData();
    const chosen = refs("a/b c%é", 'quote"');
    for (const one of chosen) form.append("cases", JSON.stringify(one));
    expect(schema.parse(readForm(form, schema))).toEqual({ cases: chosen });
    form.delete("cases");
    form.append("cases", JSON.stringify(chosen[0]));
    expect(schema.parse(readForm(form, schema))).toEqual({ cases: [chosen[0]] });
  });

  it.each(["not JSON", '"text"', '{"source":"vove"}'])("are not %j", (text) => {
    expect(chosenCases.safeParse([text]).success).toBe(false);
  });
});

describe("eachCase", () => {
  it("goes on past a case in the wrong state and says which", async () => {
    const outcome = await eachCase(refs("a", "b", "c"), async ({ refId }) => {
      if (refId === "b") throw new Refusal("wrong-state", "It is flagged already.");
    });
    expect(outcome).toEqual({ done: 2, refused: [{ refId: "b", why: "It is flagged already." }] });
  });

  it.each([new Refusal("not-allowed", "You may not."), new Error("the database is gone")])(
    "stops at what would meet every case alike: %s",
    async (error) => {
      const asked: string[] = [];
      const all = eachCase(refs("a", "b"), ({ refId }) => {
        asked.push(refId);
        return Promise.reject(error);
      });
      await expect(all).rejects.toBe(error);
      expect(asked).toEqual(["a"]);
    },
  );
});

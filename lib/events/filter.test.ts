import { describe, expect, it } from "vitest";
import { filterFromQuery, queryFromFilter } from "#lib/events/filter";

describe("filterFromQuery", () => {
  it("reads what a form sends, without its empty fields", () => {
    const { filter, problems } = filterFromQuery({ q: " acme ", type: "", verdict: "gap", from: "2026-11-22T10:00" });
    expect(filter).toEqual({ q: "acme", verdict: "gap", from: "2026-11-22T10:00:00.000Z" });
    expect(problems).toEqual({});
  });

  it("takes a day, and a time with a zone", () => {
    expect(filterFromQuery({ from: "2026-11-22", to: "2026-11-22T12:00:00+02:00" }).filter).toEqual({
      from: "2026-11-22T00:00:00.000Z",
      to: "2026-11-22T10:00:00.000Z",
    });
  });

  it("leaves out what it cannot read, and says which", () => {
    const { filter, problems } = filterFromQuery({ verdict: "fine", from: "yesterday", refId: ["a/b c%é", "second"] });
    expect(filter).toEqual({ refId: "a/b c%é" });
    expect(Object.keys(problems)).toEqual(["verdict", "from"]);
  });

  it("is undone by queryFromFilter", () => {
    const filter = { source: "vove", refId: "a/b c%é", runState: "dead", to: "2026-11-22T10:00:00.000Z" } as const;
    const query = Object.fromEntries(queryFromFilter(filter));
    expect(filterFromQuery(query).filter).toEqual(filter);
  });
});

import { describe, expect, it } from "vitest";
import { readFilter, writeFilter } from "#lib/query-params";
import { eventsFilter } from "./filter.ts";

describe("readFilter of events", () => {
  it("reads what a form sends, without its empty fields", () => {
    const { filter, problems } = readFilter(eventsFilter, {
      q: "acme",
      type: "",
      verdict: "gap",
      from: "2026-11-22T10:00",
    });
    expect(filter).toEqual({ q: "acme", verdict: "gap", from: "2026-11-22T10:00:00.000Z" });
    expect(problems).toEqual({});
  });

  it("takes a day, and a time with a zone", () => {
    expect(readFilter(eventsFilter, { from: "2026-11-22", to: "2026-11-22T12:00:00+02:00" }).filter).toEqual({
      from: "2026-11-22T00:00:00.000Z",
      to: "2026-11-22T10:00:00.000Z",
    });
  });

  it("leaves out what it cannot read, and says which", () => {
    const { filter, problems } = readFilter(eventsFilter, {
      verdict: "fine",
      from: "yesterday",
      refId: ["a/b c%é", "second"],
    });
    expect(filter).toEqual({ refId: "a/b c%é" });
    expect(Object.keys(problems)).toEqual(["verdict", "from"]);
  });

  it.each(["+010000-01-01T00:00:00Z", "0000-06-01", "-271821-04-20", "+275760-09-13T00:00:00.000Z"])(
    "takes %s for no time: PostgreSQL could not read it",
    (from) => {
      expect(readFilter(eventsFilter, { from }).filter).toEqual({});
      expect(Object.keys(readFilter(eventsFilter, { from }).problems)).toEqual(["from"]);
    },
  );

  it("takes the first and the last day of all for times", () => {
    const { filter } = readFilter(eventsFilter, { from: "0001-01-01", to: "9999-12-31T23:59:59.999Z" });
    expect(filter).toEqual({ from: "0001-01-01T00:00:00.000Z", to: "9999-12-31T23:59:59.999Z" });
  });

  it("takes refIds, ids and words as they are, white space and all", () => {
    const given = { refId: " harbour\n", messageId: "msg_1 ", source: " vove", q: "harbour " };
    expect(readFilter(eventsFilter, given)).toEqual({ filter: given, problems: {} });
    expect(readFilter(eventsFilter, { refId: " " }).filter).toEqual({ refId: " " });
    expect(Object.keys(readFilter(eventsFilter, { refId: "x".repeat(513) }).problems)).toEqual(["refId"]);
  });

  it("leaves out words with a NUL", () => {
    expect(Object.keys(readFilter(eventsFilter, { q: "a\0b" }).problems)).toEqual(["q"]);
  });

  it("is undone by writeFilter", () => {
    const filter = { source: "vove", refId: "a/b c%é", runState: "dead", to: "2026-11-22T10:00:00.000Z" } as const;
    const query = Object.fromEntries(writeFilter(eventsFilter, filter));
    expect(readFilter(eventsFilter, query).filter).toEqual(filter);
  });
});

import { describe, expect, it } from "vitest";
import { destinationForm, inputOf } from "./destination-input.ts";

const sent = { name: "Core banking", url: "https://core.example/hook", concurrency: "10" };
const read = (form: object) => inputOf(destinationForm.parse({ ...sent, ...form }));

describe("the form of a destination", () => {
  it("takes every event of every source without a limit unless it says otherwise", () => {
    expect(read({})).toEqual({
      name: "Core banking",
      url: "https://core.example/hook",
      eventTypes: null,
      source: null,
      headers: [],
      personalData: false,
      concurrency: 10,
      ratePerSecond: null,
    });
  });

  it("leaves out types that the form hides for the chosen format, and asks for one", () => {
    const eventTypes = ["account.enabled", "kyb.case.completed"];
    expect(read({ takes: "chosen", eventTypes }).eventTypes).toEqual(["kyb.case.completed", "account.enabled"]);
    expect(read({ takes: "chosen", eventTypes, format: "as-received" }).eventTypes).toEqual(["kyb.case.completed"]);
    const none = { takes: "chosen", eventTypes: ["account.enabled"], format: "as-received" };
    for (const form of [none, { takes: "chosen" }]) {
      expect(() => read(form)).toThrow(expect.objectContaining({ fields: { eventTypes: "Choose at least one." } }));
    }
  });

  it("reads its header rows in their order; an empty value keeps the stored one", () => {
    const rows = {
      "headers.10.name": "x-last",
      "headers.10.value": "z",
      "headers.2.name": " x-key ",
      "headers.3.value": "orphan",
    };
    expect(read(rows).headers).toEqual([
      ["x-key", null],
      ["", "orphan"],
      ["x-last", "z"],
    ]);
  });

  it.each([
    ["concurrency", "51", "At most 50."],
    ["ratePerSecond", "fast", "A whole number."],
    ["name", undefined, "Give it a name."],
    ["url", undefined, "Give its URL."],
  ])("marks %s for %j", (field, value, message) => {
    const { error } = destinationForm.safeParse({ ...sent, [field]: value });
    expect(error?.issues).toMatchObject([{ path: [field], message }]);
  });
});

import { describe, expect, it } from "vitest";
import { checkHeaders } from "./header-rules.ts";

const nameProblem = (name: string) => checkHeaders([[name, "value"]])["headers.0.name"];
const valueProblem = (value: string) => checkHeaders([["x-key", value]])["headers.0.value"];

describe("checkHeaders", () => {
  it("takes what services ask for", () => {
    expect(
      checkHeaders([
        ["Authorization", "Bearer abc.def"],
        ["X-API-Key", "s3cret with space"],
        ["cookie", "a=b; c=d"],
        ["accept", "*/*"],
        ["x-city", "Zürich"],
      ]),
    ).toEqual({});
  });

  it.each([
    "webhook-id",
    "Webhook-Signature",
    "webhook-",
    "svix-id",
    "SVIX-Timestamp",
    "Host",
    "content-type",
    "Content-Length",
    "content-encoding",
    "connection",
    "Transfer-Encoding",
    "user-agent",
    "accept-encoding",
    "TE",
    "trailer",
    "upgrade",
    "keep-alive",
    "expect",
    "proxy-authorization",
    "Proxy-Connection",
    "http2-settings",
  ])("refuses the name %s", (name) => {
    expect(nameProblem(name)).toBe(`must not be ${name.toLowerCase()}: Casewire or its connection sets it`);
  });

  it.each(["x key", "x:key", "x\r\nkey", "x-k\u00e9y", "(x)", "x\u0000", ":path", "x-key "])(
    "refuses %j, which is no header name",
    (name) => {
      expect(nameProblem(name)).toBe("must hold letters, digits and hyphens only");
    },
  );

  it.each(["a\r\nhost: evil", "a\nb", "a\rb", "a\u0000b", "a\tb", "a\u007fb", "a\u0085b", "\u001b[0m"])(
    "refuses the value %j",
    (value) => {
      expect(valueProblem(value)).toBe("must hold no line breaks or other control characters");
    },
  );

  it.each(["Łódź", "\u{1f512}", "a\u2028b"])("refuses %j, which Latin-1 does not hold", (value) => {
    expect(valueProblem(value)).toBe("must hold characters of Latin-1 only");
  });

  it("refuses what is empty, or would lose its spaces", () => {
    expect(checkHeaders([["", ""]])).toEqual({
      "headers.0.name": "must not be empty",
      "headers.0.value": "must not be empty",
    });
    expect(valueProblem(" a")).toBe("must not begin or end with a space: it would be lost");
  });

  it("refuses a name that was given in other capitals", () => {
    const headers: [string, string][] = [
      ["x-key", "a"],
      ["x-other", "b"],
      ["X-Key", "c"],
    ];
    expect(checkHeaders(headers)).toEqual({ "headers.2.name": "must not be given twice" });
  });

  it("takes 20 headers and 4,096 bytes, and no more", () => {
    const many = (count: number) => Array.from({ length: count }, (_, at): [string, string] => [`x-${at}`, "a"]);
    expect(checkHeaders(many(20))).toEqual({});
    expect(checkHeaders(many(21))).toEqual({ headers: "must be at most 20 headers" });
    expect(checkHeaders([["x-key", "a".repeat(4091)]])).toEqual({});
    expect(checkHeaders([["x-key", "a".repeat(4092)]])).toEqual({ headers: "must be at most 4096 bytes together" });
  });

  it("repeats no value", () => {
    const problems = checkHeaders([
      ["host", "hunter2"],
      ["x-key", "hunter2\n"],
      ["x-key", "hunter2Ł"],
    ]);
    expect(Object.keys(problems)).toHaveLength(4);
    expect(JSON.stringify(problems)).not.toContain("hunter2");
  });
});

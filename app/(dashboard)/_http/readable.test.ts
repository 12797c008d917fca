import { describe, expect, it } from "vitest";
import { readable, readJson } from "./readable.ts";

describe("readable", () => {
  it("shows text with what is invisible in it made visible", () => {
    const body = Buffer.from('{"a":"\u0000\u202etxt.exe"}\n');
    expect(readable(body, false)).toEqual({ text: '{"a":"␀\\u202etxt.exe"}\n', form: "text", cut: false });
  });

  it("shows bytes that are not UTF-8 in hexadecimal", () => {
    const { text, form } = readable(Buffer.from([0x7b, 0xff, 0x00, 0x7d]), false);
    expect(form).toBe("hex");
    expect(text).toBe(`000000  7b ff 00 7d ${" ".repeat(36)} {..}`);
  });

  it("cuts what is long until all is asked for", () => {
    const long = Buffer.from("x".repeat(1_048_576));
    expect(readable(long, false)).toEqual({ text: "x".repeat(65_536), form: "text", cut: true });
    expect(readable(long, true)).toEqual({ text: "x".repeat(1_048_576), form: "text", cut: false });
    expect(readable(Buffer.alloc(100_000, 0xff), false)).toMatchObject({ cut: true, form: "hex" });
  });
});

describe("readJson", () => {
  it("gives a tree of what is small", () => {
    expect(readJson(Buffer.from('{"a":[1]}'))).toEqual({ indented: '{\n  "a": [\n    1\n  ]\n}', tree: { a: [1] } });
  });

  it("reads past a byte order mark, as the endpoint does, while the bytes show it", () => {
    const body = Buffer.from('\ufeff{"a":1}');
    expect(readJson(body)?.tree).toEqual({ a: 1 });
    expect(readable(body, false).text).toBe('\\ufeff{"a":1}');
  });

  it("gives no tree of what is wide or deep, and nothing of what is not JSON", () => {
    expect(readJson(Buffer.from(JSON.stringify(Array(5000).fill(0))))?.tree).toBeUndefined();
    expect(readJson(Buffer.from("[".repeat(100) + "]".repeat(100)))?.tree).toBeUndefined();
    expect(readJson(Buffer.from("[".repeat(400_000) + "]".repeat(400_000)))).toBeUndefined();
    expect(readJson(Buffer.from("{"))).toBeUndefined();
    expect(readJson(Buffer.from([0x22, 0xff, 0x22]))).toBeUndefined();
  });
});

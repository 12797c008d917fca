import { describe, expect, it } from "vitest";
import { visibleText } from "./user-text.tsx";

describe("visibleText", () => {
  it.each([
    ["Acme\u202eexe.txt", "Acme⟨U+202E⟩exe.txt"],
    ["\u2066Acme\u2069", "⟨U+2066⟩Acme⟨U+2069⟩"],
    ["Ac\u200bme", "Ac⟨U+200B⟩me"],
    ["Ac\u200dme", "Ac⟨U+200D⟩me"],
    ["Ac\u00adme\ufeff", "Ac⟨U+00AD⟩me⟨U+FEFF⟩"],
    ["Acme\u{e0061}", "Acme⟨U+E0061⟩"],
    ["Acme\u3164\u2800", "Acme⟨U+3164⟩⟨U+2800⟩"],
    ["a\0b\x7f", "a␀b⟨U+007F⟩"],
    ["one\rtwo\u2028three", "one␍two⟨U+2028⟩three"],
  ])("names what cannot be seen in %j", (text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  it.each([
    "Société Générale – « Ünïcode »",
    "one\ntwo\r\n\tthree",
    "שלום, مرحبا",
    "نمی\u200cخواهم",
    "क्\u200dष",
    "👩\u200d💻 👍🏽 ❤\ufe0f 👩🏽\u200d💻 🏳\ufe0f\u200d🌈",
  ])("leaves %j as it is written", (text) => {
    expect(visibleText(text)).toBe(text);
  });
});

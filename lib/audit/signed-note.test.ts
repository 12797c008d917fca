import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openNote, parseVerifierKey, signNote, verifierKeyOf } from "./signed-note.ts";

/** Notes and keys that other implementations publish with their own: Go's golang.org/x/mod/sumdb/note, and signed_note for Elixir. */
const FOREIGN = [
  {
    key: "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    note: "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n",
  },
  {
    key: "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
    note: "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n",
  },
];
const { privateKey } = generateKeyPairSync("ed25519");
const key = verifierKeyOf("desk.example/audit", privateKey);
const text = "desk.example/audit\n3\nAAAA\n";
const note = signNote(text, key.name, privateKey);

describe("openNote", () => {
  it.each(FOREIGN)("believes a note that another implementation signed: $key", ({ key: foreign, note: signed }) => {
    const { text: said, by } = openNote(signed, [parseVerifierKey(foreign)]);
    expect(signed.startsWith(`${said}\n— ${by.name} `)).toBe(true);
  });

  it("gives the text of what was signed, and by whom", () => {
    expect(openNote(note, [key])).toMatchObject({ text, by: { name: "desk.example/audit" } });
    const second = verifierKeyOf("witness.example", generateKeyPairSync("ed25519").privateKey);
    expect(openNote(note, [second, key]).by.name).toBe("desk.example/audit");
  });

  it("passes over signatures of others, and takes text with empty lines in it", () => {
    const witness = generateKeyPairSync("ed25519").privateKey;
    const both = `${note}${signNote(text, "witness.example", witness).slice(text.length + 1)}`;
    expect(openNote(both, [key]).text).toBe(text);
    expect(openNote(both, [verifierKeyOf("witness.example", witness)]).by.name).toBe("witness.example");
    const gaps = signNote("one\n\ntwo\n", key.name, privateKey);
    expect(openNote(gaps, [key]).text).toBe("one\n\ntwo\n");
  });

  it.each([
    ["changed text", note.replace("3", "4"), "does not fit"],
    ["a cut signature", note.replace(/.{8}\n$/, "\n"), "does not fit"],
    ["another's name", note.replace("— desk.example/audit", "— desk.example/other"), "by none of the keys"],
    ["no signature", text, "no signed note"],
    ["no line feed at its end", note.trimEnd(), "no signed note"],
    ["a line that is no signature", `${note}signed\n`, "no line with a signature"],
    ["nothing", "", "no signed note"],
  ])("does not believe %s", (_name, changed, why) => {
    expect(() => openNote(changed, [key])).toThrow(why);
  });

  it("does not believe the same name with another key", () => {
    const other = verifierKeyOf(key.name, generateKeyPairSync("ed25519").privateKey);
    expect(() => openNote(note, [other])).toThrow("by none of the keys");
  });

  it("believes no note of which one byte was changed", () => {
    const bytes = Buffer.from(note);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ by;
        // The last sign of base64 holds bits that mean nothing; the text is what counts.
        try {
          expect(openNote(changed.toString("utf8"), [key]).text).toBe(text);
        } catch (error) {
          expect(error).toMatchObject({ message: expect.stringMatching(/./) });
        }
      }),
    );
  });
});

describe("parseVerifierKey", () => {
  it("reads what verifierKeyOf writes", () => {
    expect(parseVerifierKey(key.text).text).toBe(key.text);
  });

  it.each([
    ["cut", key.text.slice(0, -4)],
    ["of another name", key.text.replace("desk", "disk")],
    ["of another kind", FOREIGN[0]?.key.replace("+AR", "+BB") ?? ""],
    ["nothing", ""],
  ])("refuses one that is %s", (_name, text) => {
    expect(() => parseVerifierKey(text)).toThrow("verifier key");
  });
});

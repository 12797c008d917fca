import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type Checkpoint, checkpointText, notesIn, openCheckpoint } from "./checkpoint.ts";
import { signNote, verifierKeyOf } from "./signed-note.ts";

const { privateKey } = generateKeyPairSync("ed25519");
const key = verifierKeyOf("desk.example/audit/1", privateKey);
const signedAt = new Date("2026-11-25T18:00:00.123Z");
const at = (size: number): Checkpoint & { signedAt: Date } => ({
  origin: key.name,
  size,
  head: "ab".repeat(32),
  signedAt,
});
const noteOf = (size: number) => signNote(checkpointText(at(size)), key.name, privateKey);

describe("a checkpoint", () => {
  it("says by line what C2SP's tlog-checkpoint does, and that its hash is a chain's", () => {
    expect(noteOf(7).split("\n").slice(0, 6)).toEqual([
      "desk.example/audit/1",
      "7",
      Buffer.from("ab".repeat(32), "hex").toString("base64"),
      expect.stringContaining("hash chain, not a Merkle tree"),
      "time 2026-11-25T18:00:00.123Z",
      "",
    ]);
    expect(openCheckpoint(noteOf(7), [key])).toEqual(at(7));
  });

  it.each([
    ["another log's name", "other/audit\n7\nq6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=\n"],
    ["a size with a nought before it", `${key.name}\n07\nq6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=\n`],
    ["a short hash", `${key.name}\n7\nq6s=\n`],
    ["one line", "hello\n"],
  ])("is not believed of a signed text with %s", (_name, text) => {
    expect(() => openCheckpoint(signNote(text, key.name, privateKey), [key])).toThrow("is no checkpoint");
  });
});

describe("notesIn", () => {
  const logged = (size: number) => JSON.stringify({ level: "info", checkpoint: noteOf(size), msg: "signed" });

  it.each([
    ["one", noteOf(1), [1]],
    ["several, one behind the other", [1, 2, 3].map(noteOf).join(""), [1, 2, 3]],
    [
      "several with empty lines in between, as Windows writes them",
      `\n${noteOf(1)}\n\n${noteOf(2)}`.replaceAll("\n", "\r\n"),
      [1, 2],
    ],
    ["lines of a log", `${logged(1)}\n{"level":"info","msg":"other"}\n${logged(2)}\n`, [1, 2]],
    [
      "lines of a log behind what a collector puts before them",
      `worker-1  | 2026-11-25T18:00:00Z ${logged(4)}\nnot JSON {\n`,
      [4],
    ],
  ])("finds %s", (_name, text, sizes) => {
    expect(notesIn(text).map((note) => openCheckpoint(note, [key]).size)).toEqual(sizes);
  });

  it("says of a file that it holds none", () => {
    expect(() => notesIn("\n\n")).toThrow("holds no checkpoint");
  });
});

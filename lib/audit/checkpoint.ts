import { BadNote, openNote, type VerifierKey } from "./signed-note.ts";

/** The head of the audit chain at one time, as it was signed. */
export type Checkpoint = {
  /** The number of entries it covers, which is the id of the last. */
  size: number;
  /** The hash of that entry, hex; of none 64 zeros. */
  head: string;
  /** Null where a note names none. */
  signedAt: Date | null;
  /** The name of the key that signed it, which is the name of the log. */
  origin: string;
};

/** Says on each checkpoint what its third line is: in C2SP's tlog-checkpoint, whose first three lines these are, a Merkle tree's root. */
const KIND = "hash chain, not a Merkle tree: the hash above is that of the last entry";
const HASH_BYTES = 32;

/** What is signed: origin, size and head by line, then what they are and when. */
export function checkpointText({ origin, size, head, signedAt }: Checkpoint & { signedAt: Date }): string {
  const hash = Buffer.from(head, "hex").toString("base64");
  return `${[origin, size, hash, KIND, `time ${signedAt.toISOString()}`].join("\n")}\n`;
}

/** Throws BadNote when none of the keys signed the note, or its text is no checkpoint. */
export function openCheckpoint(note: string, keys: readonly VerifierKey[]): Checkpoint {
  const { text, by } = openNote(note, keys);
  const [origin = "", size = "", encoded = "", ...extensions] = text.split("\n").slice(0, -1);
  const hash = Buffer.from(encoded, "base64");
  const whole = /^(?:0|[1-9]\d{0,14})$/.test(size) && hash.length === HASH_BYTES && hash.toString("base64") === encoded;
  if (origin !== by.name || !whole) throw new BadNote(`What ${by.name} signed is no checkpoint of its audit log.`);
  const time = extensions.find((line) => line.startsWith("time "))?.slice(5);
  const signedAt = time && !Number.isNaN(Date.parse(time)) ? new Date(time) : null;
  return { origin, size: Number(size), head: hash.toString("hex"), signedAt };
}

/**
 * The notes of a file: one behind the other, as they were downloaded, or the lines of a log that hold them, one each, whatever stands
 * before the JSON. Throws BadNote when there is none.
 */
export function notesIn(text: string): string[] {
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  const logged = lines.flatMap((line) => loggedNote(line) ?? []);
  const notes = logged.length > 0 ? logged : notesOneBehindTheOther(lines);
  if (notes.length === 0) throw new BadNote("The file holds no checkpoint.");
  return notes;
}

function loggedNote(line: string): string | undefined {
  const begin = line.indexOf("{");
  if (begin === -1) return;
  try {
    const { checkpoint } = JSON.parse(line.slice(begin)) as { checkpoint?: unknown };
    return typeof checkpoint === "string" ? checkpoint : undefined;
  } catch {
    return;
  }
}

/** A note ends after its last line with a signature. */
function notesOneBehindTheOther(lines: readonly string[]): string[] {
  const notes: string[][] = [];
  let ended = true;
  for (const line of lines) {
    if (ended && line === "") continue;
    const signature = line.startsWith("— ");
    if (ended && !signature) notes.push([]);
    notes.at(-1)?.push(line);
    ended = signature;
  }
  return notes.map((note) => `${note.join("\n")}\n`);
}

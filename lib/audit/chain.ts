import { createHash } from "node:crypto";
import type { StoredText } from "./personal-texts.ts";

/**
 * The hash chain of the audit log, whole, so that an auditor can write a verifier of their own in an afternoon:
 *
 * - Entries are numbered 1, 2, 3 … A missing number is a removed entry.
 * - `line` is an entry's facts as one JSON text, `{"id", "at", "actor": {"kind", "id", "label"}, "action", "subject": {"kind", "id"},
 *   "detail"}`. It is hashed exactly as it is stored or exported, byte for byte, and never written anew from its parts.
 * - `previousHash` is the `hash` of the entry before; of entry 1 it is 64 zeros.
 * - `hash` is the lower-case hexadecimal SHA-256 over the UTF-8 bytes of `previousHash`, a line feed, and `line`.
 * - What people wrote, and addresses, stand beside the entry: they must be possible to erase. `detail.words` of the line holds of each its
 *   digest by name: lower-case hexadecimal HMAC-SHA-256 over its UTF-8 bytes, under 32 random bytes of its own, the nonce. An erased text
 *   leaves the digest, from which nothing can be guessed without the nonce.
 * - In the database an entry's columns repeat what its line says. Only the line is under the hash, so a verifier compares the two.
 * - An export holds one JSON object a line, ended by a line feed: `{"line", "previousHash", "hash", "words"}`, in order of id. `words` is
 *   left out where there are none, and holds each by name: `{"text", "nonce"}`, or `{"erasedAt"}`.
 *
 * What the chain alone cannot show is that the newest entries were cut off, or all of it was written anew. For that, keep the head
 * (the last hash) where the database's owner cannot reach it, and ask the verifier whether the chain still passes through it.
 */
export const CHAIN_START = "0".repeat(64);

/** The hash of an entry, by the hash before it and its line. */
export function chainHash(previousHash: string, line: string): string {
  return createHash("sha256").update(`${previousHash}\n${line}`).digest("hex");
}

/** An entry as the chain sees it, with the personal texts beside it. */
export type Link = { line: string; previousHash: string; hash: string; words: Record<string, StoredText> };

/** The facts of an entry, in the order in which its line gives them. */
export type Facts = {
  id: number;
  at: string;
  actor: { kind: string; id: string; label: string };
  action: string;
  subject: { kind: string; id: string };
  detail: Record<string, unknown>;
};

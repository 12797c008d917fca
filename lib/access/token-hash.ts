import { createHash, randomBytes } from "node:crypto";

/** What is stored of a token or an invite's link. 256 random bits cannot be guessed, so they need neither salt nor a slow hash. */
export function tokenHash(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** 256 random bits after a prefix that tells people and secret scanners what leaked. */
export function newToken(prefix: "cwt" | "cwi" | "cwd" | "cwp"): string {
  return `${prefix}_${randomBytes(32).toString("base64url")}`;
}

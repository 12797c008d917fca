import { createHash, randomBytes } from "node:crypto";

/** What we keep of a token or an invite's link: 256 random bits need no salt and no slow hash, for nobody can guess through them. */
export function tokenHash(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** 256 random bits after a prefix, by which a person or a secret scanner knows what leaked. */
export function newToken(prefix: "cwt" | "cwi" | "cwd" | "cwp"): string {
  return `${prefix}_${randomBytes(32).toString("base64url")}`;
}

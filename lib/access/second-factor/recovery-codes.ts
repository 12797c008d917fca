import { randomBytes } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { recoveryCodes } from "#db/factor-schema";
import type { Tx } from "#db/pool";
import { tokenHash } from "#lib/access/token-hash";
import { base32 } from "./totp.ts";

const COUNT = 10;
/** 120 bits: from 112 bits on a plain hash is enough (ASVS 6.5.2), and the code is still short enough to write down. */
const BYTES = 15;

/** Replaces a person's codes by ten new ones. Only their hashes are stored. */
export async function replaceRecoveryCodes(tx: Tx, userId: string): Promise<string[]> {
  const codes = Array.from({ length: COUNT }, () => base32(randomBytes(BYTES)).replace(/(.{4})(?=.)/g, "$1-"));
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  await tx.insert(recoveryCodes).values(codes.map((code) => ({ userId, codeHash: hashOf(code) })));
  return codes;
}

/** Ten codes for a person who has none; null where they have some. */
export async function firstRecoveryCodes(tx: Tx, userId: string): Promise<string[] | null> {
  const left = await tx.$count(recoveryCodes, eq(recoveryCodes.userId, userId));
  return left > 0 ? null : replaceRecoveryCodes(tx, userId);
}

/** Deletes a code. Returns whether it was there. */
export async function useRecoveryCode(tx: Tx, userId: string, code: string): Promise<boolean> {
  const used = await tx
    .delete(recoveryCodes)
    .where(and(eq(recoveryCodes.userId, userId), eq(recoveryCodes.codeHash, hashOf(code))))
    .returning({ id: recoveryCodes.id });
  return used.length > 0;
}

/** Hyphens, spaces and lower case make no difference. */
function hashOf(code: string): string {
  return tokenHash(code.toUpperCase().replaceAll(/[^A-Z2-7]/g, ""));
}

import { randomBytes } from "node:crypto";
import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** Creates CASEWIRE_DATA_DIR if it is missing. Throws one plain sentence when it cannot be used. */
export function openDataFolder(path: string): string {
  const folder = resolve(path);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`The data folder ${folder} cannot be used (${code}). Set CASEWIRE_DATA_DIR to one that can.`, {
      cause: error,
    });
  }
  return folder;
}

/** The secret of the data folder, created at the first start. What it sealed cannot be read without it. */
export function readOrCreateSecret(folder: string): string {
  const path = join(folder, "secret");
  if (!existsSync(path)) {
    // Renamed when it is complete, so that a crash leaves no half-written secret.
    writeFileSync(`${path}.unfinished`, randomBytes(32).toString("base64url"), { mode: 0o600 });
    renameSync(`${path}.unfinished`, path);
  }
  return readFileSync(path, "utf8").trim();
}

import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import { fromBufferPromise } from "yauzl";
import type { UserActor } from "#lib/actor";
import { exportCase } from "#lib/evidence/export-case";
import { makePack } from "#lib/evidence/make-pack";
import { openExport } from "#lib/exports/open-export";

const exec = promisify(execFile);

/** The ZIP of a new evidence pack. */
export async function packOf(actor: UserActor, refId: string): Promise<Buffer> {
  const exportId = await exportCase(actor, { source: "vove", refId, reason: "The auditor asked" });
  const opened = await openExport(actor, exportId);
  const parts: Uint8Array[] = [];
  for await (const part of makePack({ ...opened, source: "vove", refId })) parts.push(part);
  return Buffer.concat(parts);
}

/** The files of a ZIP, as another program reads them. */
export async function unpacked(zip: Buffer): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  const reader = await fromBufferPromise(zip, { lazyEntries: true });
  for await (const entry of reader.eachEntry()) {
    const stream = await reader.openReadStreamPromise(entry);
    files.set(entry.fileName, await buffer(stream));
  }
  return files;
}

/** A folder that holds these files. */
export function folderOf(files: ReadonlyMap<string, Buffer>): string {
  const folder = mkdtempSync(join(tmpdir(), "casewire-evidence-"));
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** Runs the verify.mjs of the source on a folder or ZIP, as a stranger does. */
export async function verifyPack(path: string, ...options: string[]): Promise<{ code: number; said: string }> {
  return await exec(process.execPath, ["lib/evidence/verify.mjs", path, ...options]).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, said: stdout + stderr }),
  );
}

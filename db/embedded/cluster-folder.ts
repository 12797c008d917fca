import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Identity } from "./identity.ts";
import { OPEN_FOLDER } from "./programs.ts";

/** The files of one cluster. `data` is PostgreSQL's own folder. */
export type ClusterFolder = {
  path: string;
  data: string;
  /** Hold the passwords of the owner's role and of the application's. */
  password: string;
  applicationPassword: string;
  port: string;
  log: string;
};

/** The cluster kept at `folder`, behind a link where its user could not reach it there. */
export function clusterFolder(folder: string): ClusterFolder {
  const path = existsSync(folder) ? realpathSync(folder) : resolve(folder);
  const file = (name: string) => join(path, name);
  return {
    path,
    data: file("data"),
    password: file("password"),
    applicationPassword: file("application-password"),
    port: file("port"),
    log: file("log"),
  };
}

/** Makes the folder if there is none, closed to everybody but `identity`, and where `identity` can reach it. */
export function makeClusterFolder(folder: string, identity: Identity | undefined): ClusterFolder {
  if (!existsSync(folder)) {
    if (lstatSync(folder, { throwIfNoEntry: false })) {
      throw new Error(
        `${folder} leads to ${readlinkSync(folder)}, which is gone. Bring it back, or remove the link to begin anew.`,
      );
    }
    // Only the last one is closed: its parents must be passable for the database's user.
    mkdirSync(dirname(folder), { recursive: true, mode: 0o755 });
    makeClosed(reaches(dirname(resolve(folder)), identity) ? folder : linkElsewhere(folder), identity);
  }
  const cluster = clusterFolder(folder);
  for (const file of [cluster.password, cluster.applicationPassword]) {
    if (existsSync(file)) continue;
    writeFileSync(file, randomBytes(24).toString("hex"), { mode: 0o600 });
    if (identity) chownSync(file, identity.uid, identity.gid);
  }
  return cluster;
}

/** Removes the cluster and all that is in it. */
export function removeClusterFolder(folder: string): void {
  if (existsSync(folder)) rmSync(realpathSync(folder), { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}

function makeClosed(path: string, identity: Identity | undefined): void {
  mkdirSync(path, { mode: 0o700 });
  if (identity) chownSync(path, identity.uid, identity.gid);
}

/** A new name each time: whoever removed the link wants to begin anew, and what it led to is not ours to delete. */
function linkElsewhere(folder: string): string {
  const path = join(OPEN_FOLDER, `cluster-${randomBytes(6).toString("hex")}`);
  mkdirSync(OPEN_FOLDER, { recursive: true });
  chmodSync(OPEN_FOLDER, 0o755);
  symlinkSync(path, folder);
  return path;
}

/** Whether every folder on the way lets `identity` pass. */
function reaches(path: string, identity: Identity | undefined): boolean {
  if (!identity) return true;
  const { uid, gid, mode } = statSync(path);
  const group = gid === identity.gid ? 0o010 : 0o001;
  const pass = (mode & (uid === identity.uid ? 0o100 : group)) !== 0;
  return pass && (path === dirname(path) || reaches(dirname(path), identity));
}

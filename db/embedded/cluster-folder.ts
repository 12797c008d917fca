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
  /** Files with the passwords of the owner's role and of the application's. */
  password: string;
  applicationPassword: string;
  port: string;
  log: string;
};

/** The cluster of `folder`, which is a link where the database's user cannot reach the folder itself. */
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

/** Creates the folder if it is missing: accessible to `identity` only, and in a place that `identity` can reach. */
export function makeClusterFolder(folder: string, identity: Identity | undefined): ClusterFolder {
  if (!existsSync(folder)) {
    if (lstatSync(folder, { throwIfNoEntry: false })) {
      throw new Error(
        `${folder} leads to ${readlinkSync(folder)}, which is gone. Bring it back, or remove the link to begin anew.`,
      );
    }
    // Only the last folder is private: the database's user must be able to pass its parents.
    mkdirSync(dirname(folder), { recursive: true, mode: 0o755 });
    makePrivate(canReach(dirname(resolve(folder)), identity) ? folder : makeLink(folder), identity);
  }
  const cluster = clusterFolder(folder);
  for (const file of [cluster.password, cluster.applicationPassword]) {
    if (existsSync(file)) continue;
    writeFileSync(file, randomBytes(24).toString("hex"), { mode: 0o600 });
    if (identity) chownSync(file, identity.uid, identity.gid);
  }
  return cluster;
}

/** Removes the cluster with its contents. */
export function removeClusterFolder(folder: string): void {
  if (existsSync(folder)) rmSync(realpathSync(folder), { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}

function makePrivate(path: string, identity: Identity | undefined): void {
  mkdirSync(path, { mode: 0o700 });
  if (identity) chownSync(path, identity.uid, identity.gid);
}

/** A new name each time: removing the link means to start over, and its old target is not ours to delete. */
function makeLink(folder: string): string {
  const path = join(OPEN_FOLDER, `cluster-${randomBytes(6).toString("hex")}`);
  mkdirSync(OPEN_FOLDER, { recursive: true });
  chmodSync(OPEN_FOLDER, 0o755);
  symlinkSync(path, folder);
  return path;
}

/** Whether `identity` may pass every folder of the path. */
function canReach(path: string, identity: Identity | undefined): boolean {
  if (!identity) return true;
  const { uid, gid, mode } = statSync(path);
  const group = gid === identity.gid ? 0o010 : 0o001;
  const mayPass = (mode & (uid === identity.uid ? 0o100 : group)) !== 0;
  return mayPass && (path === dirname(path) || canReach(dirname(path), identity));
}

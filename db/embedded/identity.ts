import { readFileSync, statSync } from "node:fs";

/** Whom PostgreSQL runs as, where that is not ourselves. */
export type Identity = { uid: number; gid: number };

/**
 * PostgreSQL refuses to run as root: started by root it becomes the owner the cluster already has, else `postgres`, else `nobody`.
 * Anybody else runs it as themselves.
 */
export function databaseIdentity(cluster: string): Identity | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = statSync(cluster, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const users = readFileSync("/etc/passwd", "utf8").split("\n");
  for (const name of ["postgres", "nobody"]) {
    const [, , uid, gid] = users.find((line) => line.startsWith(`${name}:`))?.split(":") ?? [];
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error(
    "PostgreSQL refuses to run as root, and this machine has no user `postgres` or `nobody` to run it as. Set DATABASE_URL.",
  );
}

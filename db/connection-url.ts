import { isIP } from "node:net";
import { userInfo } from "node:os";
import { parameterFault } from "./connection-parameters.ts";
import { type Tls, tlsOf } from "./connection-tls.ts";

/** What is wrong with a URL, to stand behind the name of its variable; never with what the URL holds of a password. */
export class UnusableUrl extends Error {}

/** The role that the application connects as, and the one that owns the tables, migrates and makes backups; or one that does both. */
export type DatabaseUrls = { url: string; ownerUrl: string };

export type ConnectionUrl = {
  hosts: { host: string; port: number }[];
  /** The path of a unix socket, which is connected to instead. */
  socket: string | null;
  database: string;
  user: string;
  password: string;
  tls: Tls;
  /** The parameters it names, as PostgreSQL's own programs read them. */
  parameters: Readonly<Record<string, string>>;
};

/** As libpq divides a URL: up to the last @ before the path is who, then come hosts, database, parameters; a # has no meaning. */
const PARTS = /^postgres(?:ql)?:\/\/(?:([^/?#]*)@)?([^/?#@]*)(?:\/([^?#]*))?(?:\?([^#]*))?(#.*)?$/s;

/**
 * Reads a URL in the grammar of PostgreSQL's own programs (docs: libpq, "Connection URIs"), so that what works with psql works here or is
 * refused by name. Throws UnusableUrl.
 */
export function readConnectionUrl(text: string): ConnectionUrl {
  const { who, where, path, query } = divided(text);
  const parameters = parametersOf(query);
  const [, name = "", password = ""] = /^([^:]*):?(.*)$/s.exec(who) ?? [];
  const user = parameters.user ?? (decoded(name, "name") || userInfo().username);
  const { hosts, socket } = placesOf(where, parameters);
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

function divided(text: string) {
  const parts = PARTS.exec(text);
  if (!parts) throw new UnusableUrl("must be a URL that begins with postgres:// or postgresql://");
  const [, who, where = "", path = "", query = "", hash] = parts;
  if (hash !== undefined || path.includes("@") || (who === undefined && query.includes("@"))) {
    throw new UnusableUrl("has a /, ? or # where none can stand: in a password they are written %2F, %3F and %23");
  }
  return { who: who ?? "", where, path, query };
}

/** Where a URL leads, for people: without who and how. */
export function placeOf(text: string): string {
  const { hosts, socket, database } = readConnectionUrl(text);
  const places =
    socket ?? hosts.map(({ host, port }) => (host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`));
  return `${places}/${database}`;
}

/** The same server and role, another database. */
export function withDatabase(text: string, database: string): string {
  const { who, where } = divided(text);
  const { dbname: _, ...parameters } = readConnectionUrl(text).parameters;
  const query = new URLSearchParams(parameters).toString().replaceAll("+", "%20");
  return `postgres://${who && `${who}@`}${where}/${encodeURIComponent(database)}${query && `?${query}`}`;
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

function placesOf(authority: string, parameters: Record<string, string>) {
  const named = parameters.host ?? "";
  const given = named === "" ? authority : named;
  // A port behind each host, or one in `port` for all.
  const places = given.split(",").map((one) => placeIn(one, named !== ""));
  const ports = (parameters.port ?? "").split(",");
  const all = places.map(({ host, port }, nth) => ({
    host: host || "localhost",
    port: portOf(port || (ports.length > 1 ? ports[nth] : ports[0]) || "5432"),
  }));
  const socket = all.find(({ host }) => host.startsWith("/"));
  if (!socket) return { hosts: all, socket: null };
  if (all.length > 1) throw new UnusableUrl("names several hosts, one of them a socket's folder: name either");
  return { hosts: [], socket: `${socket.host}/.s.PGSQL.${socket.port}` };
}

/** `isDecoded`: as the parameter `host` gives it, where every colon is an IPv6 address's. */
function placeIn(place: string, isDecoded: boolean): { host: string; port: string } {
  if (isDecoded) return { host: place, port: "" };
  const [, bracketed, plain = "", port = ""] = /^(?:\[([^\]]*)\]|([^:]*))(?::(.*))?$/.exec(place) ?? [];
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

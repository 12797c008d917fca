import postgres from "postgres";
import { SESSION_SETTINGS } from "./connection-parameters.ts";
import { tlsOptions } from "./connection-tls.ts";
import { type ConnectionUrl, readConnectionUrl } from "./connection-url.ts";

type Options = Pick<
  postgres.Options<Record<string, never>>,
  "max" | "connect_timeout" | "max_lifetime" | "debug" | "onclose" | "onnotice"
> & {
  onnotify?: (channel: string, payload: string) => void;
  /** Appended to the application's name in pg_stat_activity. */
  purpose?: string;
  /** Settings of PostgreSQL in addition to SESSION_SETTINGS. */
  settings?: Record<string, string | number>;
};

/**
 * Opens a client of the database at `url`: one connection unless `max` says more, made at its first query. The driver is called here only,
 * so that every connection reads its URL alike and has the same settings, whatever the server's are.
 */
export function connect(url: string, { purpose, settings, ...options }: Options = {}): postgres.Sql {
  const read = readConnectionUrl(url);
  const { application_name: name = read.parameters.fallback_application_name ?? "casewire", ...parameters } =
    read.parameters;
  const driverOptions = {
    max: 1,
    connect_timeout: 10,
    // postgres.js 3.4 would query the array types on each new connection. A connection lost during that query ends the process, or leaves
    // its transaction pending for ever. So arrays are neither parsed nor serialised: drizzle does both for its columns, raw SQL uses jsonb.
    fetch_types: false,
    onnotice: () => {},
    ...options,
    ...hostOptions(read),
    ...parameterOptions(parameters),
    database: read.database,
    user: read.user,
    password: preparedForSasl(read.password),
    ssl: tlsOptions(read.tls, hostNames(read)),
    connection: {
      ...(parameters.options ? { options: parameters.options } : {}),
      ...settings,
      ...SESSION_SETTINGS,
      application_name: purpose ? `${name} ${purpose}` : name,
    },
  };
  // Its types lack lists of hosts and `onnotify`.
  return postgres(driverOptions as unknown as postgres.Options<Record<string, never>>);
}

const hostNames = ({ hosts }: ConnectionUrl) => hosts.map(({ host }) => host);

/** Lists, because the driver would split a text at the colons of an IPv6 address. */
function hostOptions(read: ConnectionUrl) {
  if (read.socket) return { path: read.socket, host: ["localhost"], port: [5432] };
  return { host: hostNames(read), port: read.hosts.map(({ port }) => port) };
}

function parameterOptions(parameters: Readonly<Record<string, string>>) {
  const { connect_timeout, keepalives_idle, target_session_attrs = "any", sslnegotiation } = parameters;
  return {
    ...(Number(connect_timeout) > 0 ? { connect_timeout: Number(connect_timeout) } : {}),
    ...(Number(keepalives_idle) > 0 ? { keep_alive: Number(keepalives_idle) } : {}),
    ...(target_session_attrs === "any" ? {} : { target_session_attrs: "read-write" }),
    ...(sslnegotiation === "direct" ? { sslnegotiation } : {}),
  };
}

const SPACES = /[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]/g;
const IGNORED = /\u00ad|\u034f|\u1806|[\u180b-\u180d]|[\u200c\u200d]|\u2060|[\ufe00-\ufe0f]|\ufeff/g;

/** SASLprep (RFC 4013), which the driver does not do: PostgreSQL stores a password normalised, so that é is one code point. */
function preparedForSasl(password: string): string {
  return password.replace(SPACES, " ").replace(IGNORED, "").normalize("NFKC");
}

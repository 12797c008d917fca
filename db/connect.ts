import postgres from "postgres";
import { SESSION_SETTINGS } from "./connection-parameters.ts";
import { tlsOptions } from "./connection-tls.ts";
import { type ConnectionUrl, readConnectionUrl } from "./connection-url.ts";

type Options = Pick<
  postgres.Options<Record<string, never>>,
  "max" | "connect_timeout" | "max_lifetime" | "fetch_types" | "debug" | "onclose" | "onnotice"
> & {
  onnotify?: (channel: string, payload: string) => void;
  /** What the connection is for, behind the application's name in pg_stat_activity. */
  purpose?: string;
  /** Settings of PostgreSQL beside those that every connection has. */
  settings?: Record<string, string | number>;
};

/**
 * Opens a client of the database at `url`: one connection unless `max` says more, made at its first query. The one place where the
 * driver is called, so that every connection reads its URL alike and has the same settings, whatever those of the server are.
 */
export function connect(url: string, { purpose, settings, ...options }: Options = {}): postgres.Sql {
  const read = readConnectionUrl(url);
  const { application_name: name = read.parameters.fallback_application_name ?? "casewire", ...parameters } =
    read.parameters;
  const driven = {
    max: 1,
    connect_timeout: 10,
    onnotice: () => {},
    ...options,
    ...placeOptions(read),
    ...parameterOptions(parameters),
    database: read.database,
    user: read.user,
    password: preparedForSasl(read.password),
    ssl: tlsOptions(read.tls, namesOf(read)),
    connection: {
      ...(parameters.options ? { options: parameters.options } : {}),
      ...settings,
      ...SESSION_SETTINGS,
      application_name: purpose ? `${name} ${purpose}` : name,
    },
  };
  // Its types know neither lists of hosts nor what it calls for each notification.
  return postgres(driven as unknown as postgres.Options<Record<string, never>>);
}

const namesOf = ({ hosts }: ConnectionUrl) => hosts.map(({ host }) => host);

/** As lists: the driver would divide a text at the colons of an address. */
function placeOptions(read: ConnectionUrl) {
  if (read.socket) return { path: read.socket, host: ["localhost"], port: [5432] };
  return { host: namesOf(read), port: read.hosts.map(({ port }) => port) };
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
const NOTHING = /\u00ad|\u034f|\u1806|[\u180b-\u180d]|[\u200c\u200d]|\u2060|[\ufe00-\ufe0f]|\ufeff/g;

/** A password as PostgreSQL has stored it (RFC 4013), which the driver leaves to us: an é may be one sign or two. */
function preparedForSasl(password: string): string {
  return password.replace(SPACES, " ").replace(NOTHING, "").normalize("NFKC");
}

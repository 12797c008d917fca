/** Settings of every session, whatever the server, the database or the role set. */
export const SESSION_SETTINGS = {
  // Days are UTC days, and times have one text format.
  TimeZone: "UTC",
  DateStyle: "ISO, MDY",
  IntervalStyle: "postgres",
  client_encoding: "UTF8",
  bytea_output: "hex",
  standard_conforming_strings: "on",
  extra_float_digits: "1",
  // The tables are in public; some hosting providers put pg_trgm in extensions.
  search_path: "public, extensions",
  default_transaction_isolation: "read committed",
  default_transaction_read_only: "off",
} as const;

/** The supported parameters of libpq, with the values allowed (any, where there is no test) and what to write instead. */
const SUPPORTED = new Map<string, [allowed?: { test: (value: string) => boolean }, instead?: string]>(
  Object.entries({
    host: [],
    port: [],
    dbname: [],
    user: [],
    password: [],
    application_name: [],
    fallback_application_name: [],
    connect_timeout: [/^\d+$/, "a number of seconds"],
    keepalives: [/^1$/, "keepalives_idle, the seconds after which it begins"],
    keepalives_idle: [/^\d+$/, "a number of seconds"],
    sslmode: [/^(disable|allow|prefer|require|verify-ca|verify-full)$/, "disable, require, verify-ca or verify-full"],
    sslrootcert: [],
    sslcert: [],
    sslkey: [],
    sslpassword: [],
    sslnegotiation: [/^(postgres|direct)$/, "postgres or direct"],
    ssl_min_protocol_version: [/^TLSv1\.[23]$/, "TLSv1.2 or TLSv1.3"],
    sslcompression: [/^0$/, "0"],
    sslsni: [/^1$/, "1"],
    channel_binding: [
      /^(disable|prefer)$/,
      "sslmode=verify-full in its place, which proves the server by its certificate",
    ],
    gssencmode: [/^(disable|prefer)$/, "sslmode=require in its place"],
    client_encoding: [/^(utf-?8|unicode|auto)$/i, "UTF8"],
    load_balance_hosts: [/^disable$/, "disable"],
    target_session_attrs: [/^(any|read-write|primary)$/, "read-write: Casewire writes"],
    options: [{ test: leavesSessionSettings }, "nothing that Casewire sets itself there"],
  }),
);

/** Server options may name a setting with hyphens: --search-path=desk. */
function leavesSessionSettings(options: string): boolean {
  const named = options.toLowerCase().replaceAll("-", "_");
  return !Object.keys(SESSION_SETTINGS).some((name) => named.includes(name.toLowerCase()));
}

/** What to write instead of an unsupported parameter. */
const ALTERNATIVES = new Map(
  Object.entries({
    hostaddr: "the address as the host",
    passfile: "the password into the URL",
    service: "what the service file says into the URL",
    servicefile: "what the service file says into the URL",
    ssl: "sslmode=require or sslmode=verify-full",
    sslaccept: "sslmode=require or sslmode=verify-full",
    requiressl: "sslmode=require",
    schema: "nothing: the tables are in the schema public",
    search_path: "nothing: the tables are in the schema public",
    pgbouncer:
      "the URL of the server itself: a pooler in transaction mode keeps no connection, and Casewire listens over one",
  }),
);

/** Names the first unsupported parameter or value and what to write instead; undefined when all are supported. */
export function parameterFault(parameters: Readonly<Record<string, string>>): string | undefined {
  for (const [name, value] of Object.entries(parameters)) {
    const supported = SUPPORTED.get(name);
    if (!supported)
      return `has the parameter ${printable(name)}, which is not taken: write ${ALTERNATIVES.get(name) ?? "nothing"}`;
    const [allowed, instead] = supported;
    if (allowed && !allowed.test(value)) return `has a value of ${name} that is not taken: write ${instead}`;
  }
  return undefined;
}

/** The text after a ? may be the end of a password, so only what looks like a parameter's name is printed. */
function printable(name: string): string {
  return /^[a-z_]{1,30}$/i.test(name) ? name : "behind its ?";
}

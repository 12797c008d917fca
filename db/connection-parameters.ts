/** What PostgreSQL itself must be told on every connection, whatever the server, the database or the role are set to. */
export const SESSION_SETTINGS = {
  // Days are UTC's, and times are read and written in one way.
  TimeZone: "UTC",
  DateStyle: "ISO, MDY",
  IntervalStyle: "postgres",
  client_encoding: "UTF8",
  bytea_output: "hex",
  standard_conforming_strings: "on",
  extra_float_digits: "1",
  // Where the tables are, and where some hosts put pg_trgm.
  search_path: "public, extensions",
  default_transaction_isolation: "read committed",
  default_transaction_read_only: "off",
} as const;

/** The parameters of libpq that are taken: any value, or those that fit; and what to write instead of the others. */
const TAKEN = new Map<string, [fits?: { test: (value: string) => boolean }, instead?: string]>(
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
    options: [{ test: setsNothingOfOurs }, "nothing that Casewire sets itself there"],
  }),
);

/** Server options name a setting with hyphens too: --search-path=desk. */
function setsNothingOfOurs(options: string): boolean {
  const named = options.toLowerCase().replaceAll("-", "_");
  return !Object.keys(SESSION_SETTINGS).some((name) => named.includes(name.toLowerCase()));
}

/** What to write instead of parameters that are not taken. */
const INSTEAD = new Map(
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

/** What is wrong with the first parameter that is not taken, by its name and with what to write instead; undefined where all are. */
export function parameterFault(parameters: Readonly<Record<string, string>>): string | undefined {
  for (const [name, value] of Object.entries(parameters)) {
    const taken = TAKEN.get(name);
    if (!taken)
      return `has the parameter ${printable(name)}, which is not taken: write ${INSTEAD.get(name) ?? "nothing"}`;
    const [fits, instead] = taken;
    if (fits && !fits.test(value)) return `has a value of ${name} that is not taken: write ${instead}`;
  }
  return undefined;
}

/** What stands behind a ? may be the end of a password: only what can be a parameter's name is shown. */
function printable(name: string): string {
  return /^[a-z_]{1,30}$/i.test(name) ? name : "behind its ?";
}

import type postgres from "postgres";
import { connect } from "./connect.ts";
import { SESSION_SETTINGS } from "./connection-parameters.ts";
import { type DatabaseUrls, readConnectionUrl, withoutCredentials } from "./connection-url.ts";

/** The database answers, but cannot store what Casewire stores, or a pooler in between breaks what Casewire relies on. */
export class UnsupportedDatabase extends Error {}

const SETTINGS = Object.keys(SESSION_SETTINGS);
const NAME_THE_SERVER =
  "Casewire listens and holds locks over connections of its own. Name the server itself, not its pooler.";

/**
 * Connects to the database that the environment variable `name` holds. Throws one plain sentence without the password: UnsupportedDatabase
 * when a retry cannot help, another Error when the database does not answer.
 */
export async function verifyDatabase(name: string, url: string): Promise<void> {
  const options = { connect_timeout: 5 };
  const clients = [connect(url, options), connect(url, options)] as const;
  try {
    const probes = [await probe(clients[0]), await probe(clients[1])] as const;
    const fault = faultOf(probes);
    if (fault) throw new UnsupportedDatabase(`${name} cannot be used: ${withoutCredentials(url)}: ${fault}`);
  } catch (error) {
    if (error instanceof UnsupportedDatabase) throw error;
    const words = connectionFailure(error, url);
    const Kind = isPooler(error) ? UnsupportedDatabase : Error;
    throw new Kind(`${name} cannot be used: ${withoutCredentials(url)}: ${words}`, { cause: error });
  } finally {
    await Promise.all(clients.map((client) => client.end({ timeout: 1 })));
  }
}

/** `verifyDatabase` for the application's role and for the owner's. */
export async function verifyBothRoles({ url, ownerUrl }: DatabaseUrls): Promise<void> {
  await verifyDatabase("DATABASE_URL", url);
  if (ownerUrl !== url) await verifyDatabase("DATABASE_OWNER_URL", ownerUrl);
}

/** What one connection reports. */
export type Probe = { process: number; encoding: string; settings: string };

async function probe(client: postgres.Sql): Promise<Probe> {
  const [row] = await client<Probe[]>`
    select pg_backend_pid() as process, current_setting('server_encoding') as encoding,
      (select string_agg(current_setting(name), '|' order by nth)
        from unnest(string_to_array(${SETTINGS.join("|")}, '|')) with ordinality as one (name, nth)) as settings`;
  if (!row) throw new Error("PostgreSQL gave no answer.");
  return row;
}

/** The warning for a URL that encrypts without verifying the server's certificate; undefined for any other. */
export function unverifiedServerWarning(url: string): string | undefined {
  if (readConnectionUrl(url).tls.mode !== "require") return undefined;
  return `asks for TLS and not who answers at ${withoutCredentials(url)}: write sslmode=verify-full, with sslrootcert where its authority is your own.`;
}

/** What is wrong with the database or a pooler in between, given what two connections report that are open at the same time. */
export function faultOf([one, other]: readonly [Probe, Probe]): string | undefined {
  if (one.encoding !== "UTF8") {
    return `its encoding is ${one.encoding}, which cannot hold what events hold. Make one with: create database … encoding 'UTF8' template template0`;
  }
  if (one.process === other.process) return `a pooler gives one connection to several. ${NAME_THE_SERVER}`;
  const wanted = Object.values(SESSION_SETTINGS).join("|");
  if (one.settings !== wanted) return `a pooler drops settings that each connection is given. ${NAME_THE_SERVER}`;
  return undefined;
}

/** PgBouncer refuses settings it does not know. */
function isPooler(error: unknown): boolean {
  return /unsupported startup parameter/.test((error as Error).message);
}

/** Why the connection failed, for people. */
function connectionFailure(error: unknown, url: string): string {
  const { message, code = "" } = error as Error & { code?: string };
  const { mode } = readConnectionUrl(url).tls;
  if (isPooler(error)) return `a pooler answers: ${message}. ${NAME_THE_SERVER}`;
  if (
    mode !== "disable" &&
    /before secure TLS connection|ECONNRESET|wrong version number/i.test(`${code} ${message}`)
  ) {
    return (
      "the server ends the connection when TLS is asked for: it offers none, it seems. Off this machine Casewire connects without only " +
      "where the URL says sslmode=disable."
    );
  }
  if (/CERT|SIGNATURE|SELF_SIGNED/.test(code)) {
    return `its certificate is not to be trusted: ${message}. sslrootcert names the file of the authority that signed it.`;
  }
  if (/no pg_hba\.conf entry.*no encryption/.test(message)) return `${message}. Write sslmode=require, or verify-full.`;
  return message;
}

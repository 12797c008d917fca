import type postgres from "postgres";
import { connect } from "./connect.ts";
import { SESSION_SETTINGS } from "./connection-parameters.ts";
import { type DatabaseUrls, placeOf, readConnectionUrl } from "./connection-url.ts";

/** A database that answers and cannot hold what Casewire stores, or a way to it that does not keep what Casewire relies on. */
export class UnusableDatabase extends Error {}

const SETTINGS = Object.keys(SESSION_SETTINGS);
const NAME_THE_SERVER =
  "Casewire listens and holds locks over connections of its own. Name the server itself, not its pooler.";

/**
 * Connects to the database of the variable `name`. Throws one plain sentence without the password in it: UnusableDatabase for what waiting
 * does not mend, any other error where none answers.
 */
export async function assertUsable(name: string, url: string): Promise<void> {
  // A connection lost while the driver asks for the array types would take the process with it.
  const options = { connect_timeout: 5, fetch_types: false };
  const clients = [connect(url, options), connect(url, options)] as const;
  try {
    const looks = [await look(clients[0]), await look(clients[1])] as const;
    const fault = faultOf(looks);
    if (fault) throw new UnusableDatabase(`${name} cannot be used: ${placeOf(url)}: ${fault}`);
  } catch (error) {
    if (error instanceof UnusableDatabase) throw error;
    const words = connectionFailure(error, url);
    const Kind = isPooler(error) ? UnusableDatabase : Error;
    throw new Kind(`${name} cannot be used: ${placeOf(url)}: ${words}`, { cause: error });
  } finally {
    await Promise.all(clients.map((client) => client.end({ timeout: 1 })));
  }
}

/** The same for both roles. */
export async function assertBothUsable({ url, ownerUrl }: DatabaseUrls): Promise<void> {
  await assertUsable("DATABASE_URL", url);
  if (ownerUrl !== url) await assertUsable("DATABASE_OWNER_URL", ownerUrl);
}

/** What one connection sees. */
export type Look = { process: number; encoding: string; settings: string };

async function look(client: postgres.Sql): Promise<Look> {
  const [row] = await client<Look[]>`
    select pg_backend_pid() as process, current_setting('server_encoding') as encoding,
      (select string_agg(current_setting(name), '|' order by nth)
        from unnest(string_to_array(${SETTINGS.join("|")}, '|')) with ordinality as one (name, nth)) as settings`;
  if (!row) throw new Error("PostgreSQL gave no answer.");
  return row;
}

/** What to say of a URL by which whoever stands between can pose as the server; undefined where its certificate is looked at. */
export function unprovedServer(url: string): string | undefined {
  if (readConnectionUrl(url).tls.mode !== "require") return undefined;
  return `asks for TLS and not who answers at ${placeOf(url)}: write sslmode=verify-full, with sslrootcert where its authority is your own.`;
}

/** What is wrong with the database, or with the way to it, by what two connections that are open at once see. */
export function faultOf([one, other]: readonly [Look, Look]): string | undefined {
  if (one.encoding !== "UTF8") {
    return `its encoding is ${one.encoding}, which cannot hold what events hold. Make one with: create database … encoding 'UTF8' template template0`;
  }
  if (one.process === other.process) return `a pooler gives one connection to several. ${NAME_THE_SERVER}`;
  const wanted = Object.values(SESSION_SETTINGS).join("|");
  if (one.settings !== wanted) return `a pooler drops settings that each connection is given. ${NAME_THE_SERVER}`;
  return undefined;
}

/** PgBouncer refuses settings that it does not know. */
function isPooler(error: unknown): boolean {
  return /unsupported startup parameter/.test((error as Error).message);
}

/** Why no connection was made, in words. */
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

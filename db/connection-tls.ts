import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import type { ConnectionOptions } from "node:tls";

/**
 * `require` encrypts without verifying the server. `verify-ca` requires a certificate signed by a trusted authority, `verify-full` one that
 * also names the host.
 */
export type TlsMode = "disable" | "require" | "verify-ca" | "verify-full";

export type Tls = {
  mode: TlsMode;
  /** Paths of PEM files. The root `system`, like none, means the authorities that Node trusts. */
  rootCert: string | undefined;
  cert: string | undefined;
  key: string | undefined;
  passphrase: string | undefined;
  minVersion: "TLSv1.2" | "TLSv1.3";
};

/** The TLS settings of a URL's parameters. `hosts` is empty for a unix socket. */
export function tlsOf(parameters: Readonly<Record<string, string>>, hosts: readonly string[]): Tls {
  return {
    mode: modeOf(parameters, hosts),
    rootCert: parameters.sslrootcert,
    cert: parameters.sslcert,
    key: parameters.sslkey,
    passphrase: parameters.sslpassword,
    minVersion: parameters.ssl_min_protocol_version === "TLSv1.3" ? "TLSv1.3" : "TLSv1.2",
  };
}

/**
 * A connection to another machine is encrypted unless the URL says `disable`. `allow` and `prefer` count as unset, because they fall back to
 * plain text. A root certificate implies verification, as in libpq.
 */
function modeOf({ sslmode, sslrootcert }: Readonly<Record<string, string>>, hosts: readonly string[]): TlsMode {
  if (hosts.length === 0 || sslmode === "disable") return "disable";
  if (sslmode === "verify-ca" || sslmode === "verify-full") return sslmode;
  if (sslrootcert === "system") return "verify-full";
  if (sslrootcert) return "verify-ca";
  return sslmode === "require" || !hosts.every(isLoopback) ? "require" : "disable";
}

function isLoopback(host: string): boolean {
  if (isIP(host) === 4) return host.startsWith("127.");
  return host === "localhost" || host === "::1";
}

/** The driver's TLS options. Throws when a file cannot be read; the message follows the variable's name. */
export function tlsOptions(tls: Tls, hosts: readonly string[]): ConnectionOptions | false {
  if (tls.mode === "disable") return false;
  const [host = ""] = hosts;
  return {
    minVersion: tls.minVersion,
    rejectUnauthorized: tls.mode !== "require",
    ...(tls.rootCert && tls.rootCert !== "system" ? { ca: read("sslrootcert", tls.rootCert) } : {}),
    ...(tls.cert ? { cert: read("sslcert", tls.cert) } : {}),
    ...(tls.key ? { key: read("sslkey", tls.key) } : {}),
    ...(tls.passphrase === undefined ? {} : { passphrase: tls.passphrase }),
    // An IP address cannot be a server name (SNI). Without `host` the certificate would be compared with "localhost".
    ...(isIP(host) ? { host } : {}),
    ...(tls.mode === "verify-ca" ? { checkServerIdentity: () => undefined } : {}),
  };
}

function read(parameter: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`names a file in ${parameter} that cannot be read (${code}): ${path}`, { cause: error });
  }
}

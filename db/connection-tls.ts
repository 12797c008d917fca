import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import type { ConnectionOptions } from "node:tls";

/**
 * How a connection is protected. `require`: encrypted, whoever answers; `verify-ca`: by a server whose certificate an authority we trust
 * has signed; `verify-full`: for the very host we asked for.
 */
export type TlsMode = "disable" | "require" | "verify-ca" | "verify-full";

export type Tls = {
  mode: TlsMode;
  /** Paths of PEM files. `system` as the root: the authorities that Node trusts, as without one. */
  rootCert: string | undefined;
  cert: string | undefined;
  key: string | undefined;
  passphrase: string | undefined;
  minVersion: "TLSv1.2" | "TLSv1.3";
};

/** What a URL's parameters mean for TLS to `hosts`, of which there are none for a socket of this machine. */
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
 * Off this machine a connection is never in plain text unless the URL says `disable`. `allow` and `prefer`, which would fall back to it,
 * count as unset. A root certificate that is given is used, as libpq does.
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

/** What the driver is told. Throws what is wrong with the files, to stand behind the variable's name. */
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
    // An address is no server name, and would go unnamed: the certificate would be held against "localhost".
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

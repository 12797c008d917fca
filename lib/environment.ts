import { isIP, isIPv6 } from "node:net";
import proxyAddr from "proxy-addr";
import { z } from "zod";
import { readConnectionUrl } from "#db/connection-url";
import { destinationsVariables } from "./environment-destinations.ts";
import { oidcOmissions, oidcVariables } from "./environment-oidc.ts";
import { secondFactorRoles } from "./environment-second-factor.ts";
import { settableVariables } from "./environment-settable.ts";
import { withSecretFiles } from "./secret-files.ts";

/** As `lib/sources/secret` reads it. The sender issues 24 to 64 bytes; with an empty key anybody could sign. */
const webhookSecret = z.string().refine(
  (text) => {
    const [, prefix, encoded = ""] = /^(whsec_|whpk_)(.+?)={0,2}$/.exec(text) ?? [];
    const key = Buffer.from(encoded, "base64");
    const exact = key.toString("base64").replace(/={1,2}$/, "") === encoded;
    return exact && (prefix === "whpk_" ? key.length === 32 : key.length >= 24 && key.length <= 64);
  },
  { message: "each secret is whsec_ and 24 to 64 bytes, or whpk_ and 32 bytes, in base64" },
);

const url = (schemes: string[]) =>
  z.string().refine((text) => URL.canParse(text) && schemes.includes(new URL(text).protocol), {
    message: `must be a URL that begins with ${schemes.map((scheme) => `${scheme}//`).join(" or ")}`,
  });

/** An origin without a path: Casewire is served from the root of its host. */
const origin = url(["http:", "https:"])
  .refine((text) => /^https?:\/\/[^/?#@]+\/?$/i.test(text), {
    message:
      "must be an address alone, such as https://desk.example: no path, query or user name, since Casewire is served from the root",
  })
  .transform((text) => new URL(text).origin);

/** The number of reverse proxies in front, or their addresses. */
export type TrustedProxies = number | readonly string[];

const trustedProxies = z.string().transform((text, context): TrustedProxies => {
  if (/^\d+$/.test(text) && Number(text) <= 10) return Number(text);
  const addresses = text.split(/[\s,]+/).filter(Boolean);
  // proxy-addr reads 11 as the address 0.0.0.11.
  const named = addresses.every(
    (one) => isIP(one.split("/")[0] ?? "") || /^(loopback|linklocal|uniquelocal)$/.test(one),
  );
  try {
    if (!named || addresses.length === 0) throw new TypeError("no address");
    proxyAddr.compile(addresses);
    return addresses;
  } catch {
    const message =
      "must be a number from 0 to 10, or addresses: 10.0.0.5, 10.0.0.0/8, loopback, uniquelocal, linklocal";
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  }
});

const databaseUrl = z.string().superRefine((text, context) => {
  try {
    readConnectionUrl(text);
  } catch (error) {
    context.addIssue({ code: "custom", message: (error as Error).message });
  }
});

/** An unknown level counts as the default, so that there is a logger to report it. */
export const logLevel = z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info");

/** At most 12 hours, when a session ends anyway. */
const idleMinutes = (unset: number) =>
  z.coerce
    .number("must be a number of minutes")
    .int("must be a whole number of minutes")
    .min(5, "must be 5 or more minutes")
    .max(720, "must be at most 720 minutes, after which a session has ended anyhow")
    .default(unset);

/** 32 hexadecimal digits are 128 bits. */
const SECRET_CHARACTERS = 32;

const variables = z.object({
  /** The address of this machine to listen on. */
  HOST: z
    .string()
    .transform((text) => (text === "localhost" ? "127.0.0.1" : text.replace(/^\[(.*)\]$/, "$1")))
    .refine(
      (text) => isIP(text) !== 0,
      "must be an address of this machine such as 127.0.0.1, or 0.0.0.0 or :: for all",
    )
    .optional(),
  PORT: z.coerce.number("must be a port number").int().min(0).max(65_535).default(3000),
  DATABASE_URL: databaseUrl.optional(),
  /** The role that owns and migrates the tables. The application's own role cannot rewrite the audit log. */
  DATABASE_OWNER_URL: databaseUrl.optional(),
  /** The most connections of one process. */
  DATABASE_POOL: z.coerce.number("must be a number").int().min(2).max(500).default(10),
  CASEWIRE_DATA_DIR: z.string().default(".data"),
  /** Seals stored secrets and signs session cookies. */
  CASEWIRE_SECRET: z
    .string({ error: "must be set" })
    .min(
      SECRET_CHARACTERS,
      `must hold ${SECRET_CHARACTERS} characters or more. A shorter one in use moves to CASEWIRE_SECRET_PREVIOUS: set a new one and run npm run reseal`,
    ),
  /** The secret before: it unseals what it sealed until `npm run reseal` has run. */
  CASEWIRE_SECRET_PREVIOUS: z.string().optional(),
  /** The public address behind a reverse proxy, for people and the sender. */
  CASEWIRE_URL: origin.optional(),
  /** The reverse proxies whose X-Forwarded-For, -Host and -Proto are trusted. */
  CASEWIRE_TRUSTED_PROXIES: trustedProxies.default(0),
  /** The roles that may sign in with a second factor only. Unset: administrators, once CASEWIRE_URL is set. */
  CASEWIRE_SECOND_FACTOR: secondFactorRoles.optional(),
  /** `email:password` of the first administrator. */
  CASEWIRE_ADMIN: z
    .string()
    .regex(/^[^\s:@]+@[^\s:@]+:.{12,128}$/, "must be email:password, the password of 12 to 128 characters")
    .transform((text) => {
      const colon = text.indexOf(":");
      return { email: text.slice(0, colon), password: text.slice(colon + 1) };
    })
    .optional(),
  /** A session ends after so many minutes without activity; an admin's after fewer. */
  CASEWIRE_IDLE_MINUTES: idleMinutes(720),
  CASEWIRE_ADMIN_IDLE_MINUTES: idleMinutes(30),
  /** A bearer token of the JSON API, with the rights of an admin. */
  CASEWIRE_API_TOKEN: z
    .string()
    .min(SECRET_CHARACTERS, `must hold ${SECRET_CHARACTERS} characters or more, random ones`)
    .regex(/^\S+$/, "must hold no space: a request could not bear it")
    .optional(),
  /** Secrets of the source `vove`, separated by commas or spaces: several during a rotation. */
  VOVE_WEBHOOK_SECRETS: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter(Boolean))
    .pipe(z.array(webhookSecret))
    .default([]),
  ...settableVariables.shape,
  LOG_LEVEL: logLevel,
  ...destinationsVariables,
  ...oidcVariables,
});

/** The values of the variables, by their names. */
export type Environment = z.infer<typeof variables>;

/** Names each wrong variable on a line of its own, without its value: some are secret. */
export class BadEnvironment extends Error {}

/** Reads variables; an empty one counts as unset. Throws BadEnvironment. */
export function readEnvironment(from: Record<string, string | undefined>): Environment {
  return check(variables, from);
}

/** The same for `npm start`, which makes a secret of its own where none is set. */
export function readStartEnvironment(
  from: Record<string, string | undefined>,
): Omit<Environment, "CASEWIRE_SECRET"> & { CASEWIRE_SECRET?: string | undefined } {
  return check(variables.partial({ CASEWIRE_SECRET: true }), from);
}

/** The address to listen on; undefined for all. With a public address only the reverse proxy must reach Casewire. */
export function hostOf(settings: Pick<Environment, "HOST" | "CASEWIRE_URL">): string | undefined {
  return settings.HOST ?? (settings.CASEWIRE_URL === undefined ? undefined : "127.0.0.1");
}

/** The host under which this machine reaches that address. */
export function ownHost(settings: Pick<Environment, "HOST" | "CASEWIRE_URL">): string {
  const host = hostOf(settings) ?? "0.0.0.0";
  return { "0.0.0.0": "127.0.0.1", "::": "::1" }[host] ?? host;
}

export function ownAddress(settings: Pick<Environment, "HOST" | "CASEWIRE_URL" | "PORT">): string {
  const host = ownHost(settings);
  return `http://${isIPv6(host) ? `[${host}]` : host}:${settings.PORT}`;
}

let read: Environment | undefined;

/** The process's environment, read at the first call. Throws BadEnvironment. */
export function environment(): Environment {
  read ??= readEnvironment(process.env);
  // The pool reads DATABASE_URL from process.env each time.
  if (process.env.DATABASE_URL_FILE && read.DATABASE_URL) setDatabaseUrl(read.DATABASE_URL);
  return read;
}

/** Sets the database of this process and of the processes it starts from now on. */
export function setDatabaseUrl(url: string): void {
  delete process.env.DATABASE_URL_FILE;
  process.env.DATABASE_URL = url;
}

function check<T>(schema: z.ZodType<T>, from: Record<string, string | undefined>): T {
  const { variables: all, problems } = withSecretFiles(from);
  const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ""));
  const result = schema.safeParse(given);
  const issues = result.error?.issues.map((issue): [string, string] => [String(issue.path[0]), issue.message]);
  const lines = new Map(issues ?? oidcOmissions(result.data as Partial<Environment>));
  if (result.success && problems.length === 0 && lines.size === 0) return result.data;
  const wrong = [...lines].map(([name, message]) => `${name} ${message}`);
  // A secret file that could not be read is reported once, not as missing too.
  const named = wrong.filter((line) => !problems.some((problem) => problem.startsWith(`${line.split(" ")[0]}_FILE `)));
  throw new BadEnvironment([...problems, ...named].join("\n"));
}

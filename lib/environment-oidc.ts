import { z } from "zod";

/** A list separated by commas, the white space around each entry dropped. */
const list = z.string().transform((text) =>
  text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== ""),
);

/** Plain HTTP is for a provider on this machine: elsewhere anybody on the network path could sign in as anybody. */
const issuer = z.string().refine(
  (text) => {
    if (!URL.canParse(text)) return false;
    const { protocol, hostname, search, hash, username } = new URL(text);
    const loopback = ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
    return (protocol === "https:" || (protocol === "http:" && loopback)) && search + hash + username === "";
  },
  { message: "must be an https:// URL without query, fragment and user" },
);

const groupRole = z.object({
  group: z.string().min(1),
  role: z.enum(["viewer", "analyst", "engineer", "admin"], "must name a role: viewer, analyst, engineer or admin"),
});

/** The variables of the identity provider. They have no effect without OIDC_ISSUER. */
export const oidcVariables = {
  /** Spelled exactly as in the provider's discovery document. */
  OIDC_ISSUER: issuer.optional(),
  OIDC_CLIENT_ID: z.string().max(500).optional(),
  OIDC_CLIENT_SECRET: z.string().max(2000).optional(),
  /** The provider's name on the sign-in button. */
  OIDC_NAME: z.string().max(60).default("single sign-on"),
  OIDC_SCOPES: z
    .string()
    .refine((text) => text.split(/\s+/).includes("openid"), { message: "must hold the scope openid" })
    .default("openid email profile"),
  /** The claim that lists a person's groups. */
  OIDC_GROUPS_CLAIM: z.string().max(200).default("groups"),
  /** `group=role` pairs. With any, the groups decide a person's role at each sign-in; a person with none of them is refused. */
  OIDC_ROLES: list
    .transform((pairs) =>
      pairs.map((pair) => ({
        group: pair.slice(0, pair.lastIndexOf("=")).trim(),
        role: pair.slice(pair.lastIndexOf("=") + 1).trim(),
      })),
    )
    .pipe(z.array(groupRole, "must be group=role, separated by commas"))
    .default([]),
  /** Domains whose e-mail addresses are trusted without the provider saying that it verified them. */
  OIDC_DOMAINS: list.transform((domains) => domains.map((domain) => domain.toLowerCase())).default([]),
  /** Values of `acr` or `amr` by which the provider says that it asked for a second factor. */
  OIDC_SECOND_FACTOR: list.default(["mfa"]),
  /** `on`: only the account of OIDC_BREAK_GLASS signs in by password. */
  OIDC_ONLY: z.enum(["on", "off"], "must be on or off").default("off"),
  OIDC_BREAK_GLASS: z
    .string()
    .regex(/^[^\s@]+@[^\s@]+$/, "must be the e-mail of one account")
    .transform((text) => text.toLowerCase())
    .optional(),
};

type Given = { [Name in keyof typeof oidcVariables]?: z.infer<(typeof oidcVariables)[Name]> | undefined } & {
  CASEWIRE_URL?: string | undefined;
};

/** Which variable is missing beside the others, and why: `[name, sentence]`. */
export function oidcOmissions(given: Given): [name: string, sentence: string][] {
  const wanted: [name: keyof Given, when: boolean, why: string][] = [
    ["OIDC_CLIENT_ID", given.OIDC_ISSUER !== undefined, "must be set beside OIDC_ISSUER"],
    ["OIDC_CLIENT_SECRET", given.OIDC_ISSUER !== undefined, "must be set beside OIDC_ISSUER"],
    [
      "CASEWIRE_URL",
      given.OIDC_ISSUER !== undefined,
      "must be set beside OIDC_ISSUER: the provider sends people back there",
    ],
    ["OIDC_ISSUER", given.OIDC_ONLY === "on", "must be set for OIDC_ONLY=on"],
    ["OIDC_BREAK_GLASS", given.OIDC_ONLY === "on", "must name the account that gets in while the provider is away"],
  ];
  return wanted.filter(([name, when]) => when && given[name] === undefined).map(([name, , why]) => [name, why]);
}

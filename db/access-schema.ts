/** The tables of who may come in: people, their sessions and proofs, invites and API tokens. */
import { sql } from "drizzle-orm";
import { bigint, boolean, check, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { now, time } from "./columns.ts";
import { role } from "./enums.ts";

/** A person who may sign in. Written by accepting an invite, and by better-auth. Deactivated, never deleted. */
export const users = pgTable("users", {
  id: text().primaryKey(),
  name: text().notNull(),
  email: text().notNull().unique(),
  emailVerified: boolean().notNull().default(false),
  image: text(),
  role: role().notNull(),
  /** Issuer and subject at the identity provider, with a space between. It stays on a deactivated person, so that a new address there lets nobody back in. */
  oidcSubject: text().unique(),
  createdAt: time().notNull().default(now),
  updatedAt: time().notNull().default(now),
});

/**
 * One signed-in browser. Written and deleted by better-auth at sign-in and sign-out; deleted when the person or an admin ends it, at a
 * change of the password and with a deactivation.
 */
export const sessions = pgTable(
  "sessions",
  {
    id: text().primaryKey(),
    expiresAt: time().notNull(),
    /** SHA-256 of the token in the browser's cookie, hex. */
    token: text().notNull().unique(),
    ipAddress: text(),
    userAgent: text(),
    userId: text()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    createdAt: time().notNull().default(now),
    updatedAt: time().notNull().default(now),
    /** When the person last proved here who they are, with all they have. */
    verifiedAt: time().notNull().default(now),
    /** When a second factor was last given here; null: with a password alone. */
    secondFactorAt: time(),
    /** The password given here is shorter than one may be chosen today. */
    shortPassword: boolean().notNull().default(false),
    /** When the person last did something here, to the minute; what a page left open asks for by itself does not count. */
    lastSeenAt: time().notNull().default(now),
  },
  (t) => [index("sessions_user").on(t.userId)],
);

/**
 * A browser in which a person has signed in before: strangers who guess at the account do not slow it down. Written at each sign-in,
 * deleted with a deactivation, when the person ends their other sessions, and half a year after the last sign-in.
 */
export const devices = pgTable(
  "devices",
  {
    userId: text()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** SHA-256 of the token in the browser's device cookie, hex. One browser may be known to several people. */
    tokenHash: text().notNull(),
    createdAt: time().notNull().default(now),
    lastSignInAt: time().notNull().default(now),
  },
  (t) => [primaryKey({ columns: [t.userId, t.tokenHash] })],
);

/**
 * Wrong passwords for a person's account from browsers that are not known, of which the person is to be told. Written by failed
 * sign-ins, deleted when the person dismisses the warning.
 */
export const signInFailures = pgTable("sign_in_failures", {
  userId: text()
    .primaryKey()
    .references(() => users.id, { onDelete: "cascade" }),
  count: integer().notNull(),
  since: time().notNull().default(now),
});

/** How a user proves who they are: one row with a password hash. better-auth calls it an account. */
export const credentials = pgTable(
  "credentials",
  {
    id: text().primaryKey(),
    accountId: text().notNull(),
    providerId: text().notNull(),
    userId: text()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    accessToken: text(),
    refreshToken: text(),
    idToken: text(),
    accessTokenExpiresAt: time(),
    refreshTokenExpiresAt: time(),
    scope: text(),
    password: text(),
    createdAt: time().notNull().default(now),
    updatedAt: time().notNull().default(now),
  },
  (t) => [index("credentials_user").on(t.userId)],
);

/** better-auth's short-lived proofs. Written and deleted by it. */
export const verifications = pgTable("verifications", {
  id: text().primaryKey(),
  identifier: text().notNull(),
  value: text().notNull(),
  expiresAt: time().notNull(),
  createdAt: time().notNull().default(now),
  updatedAt: time().notNull().default(now),
});

/**
 * Attempts by key: failed sign-ins and refused API tokens, counted for every web process alike. Written by `lib/access/attempts`, which
 * also deletes what is a day old. `lastRequest`, in milliseconds since 1970, is when the window opened, when the last attempt came, or
 * when the key is back at nothing, as the kind of limit has it.
 */
export const rateLimits = pgTable("rate_limits", {
  id: text().primaryKey(),
  key: text().notNull().unique(),
  count: integer().notNull(),
  lastRequest: bigint({ mode: "number" }).notNull(),
});

/**
 * A one-time link that makes one user. Written by admins and at the first start; ended by use, revocation or time, and with the right of
 * whoever made it to invite. `invites_user` serves that end.
 */
export const invites = pgTable(
  "invites",
  {
    id: uuid().primaryKey().defaultRandom(),
    /** Null on the link of the first start: whoever opens it names themselves. */
    email: text(),
    role: role().notNull(),
    /** SHA-256 of the link's token, hex. */
    tokenHash: text().notNull().unique(),
    createdBy: text().notNull(),
    /** Whose invite it is. Null on the link of the first start, which no person made. */
    userId: text().references(() => users.id, { onDelete: "cascade" }),
    createdAt: time().notNull().default(now),
    expiresAt: time().notNull(),
    usedAt: time(),
    revokedAt: time(),
  },
  (t) => [
    index("invites_user").on(t.userId),
    check(
      "invites_open_have_owner",
      sql`${t.userId} is not null or ${t.email} is null or ${t.usedAt} is not null or ${t.revokedAt} is not null`,
    ),
  ],
);

/**
 * A bearer token of the JSON API. Written by admins; the token itself is shown once and kept only as a hash. It ends by revocation or
 * time, and with the right of its owner to its role. `api_tokens_user` serves that end.
 */
export const apiTokens = pgTable(
  "api_tokens",
  {
    id: uuid().primaryKey().defaultRandom(),
    name: text().notNull(),
    role: role().notNull(),
    /** SHA-256 of the token, hex. */
    tokenHash: text().notNull().unique(),
    hint: text().notNull(),
    createdBy: text().notNull(),
    /** Whose token it is. Null only on revoked ones from before tokens had owners. */
    userId: text().references(() => users.id, { onDelete: "cascade" }),
    createdAt: time().notNull().default(now),
    expiresAt: time().notNull().default(sql`now() + interval '90 days'`),
    /** To the minute, so that a busy token is not a busy row. */
    lastUsedAt: time(),
    revokedAt: time(),
  },
  (t) => [
    index("api_tokens_user").on(t.userId),
    check("api_tokens_in_force_have_owner", sql`${t.userId} is not null or ${t.revokedAt} is not null`),
  ],
);

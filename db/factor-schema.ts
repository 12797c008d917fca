/** The tables of what a person has beside a password: an authenticator app, passkeys, recovery codes, and the links of a forgotten password. */
import { bigint, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { sessions, users } from "./access-schema.ts";
import { now, time } from "./columns.ts";

const userId = () =>
  text()
    .notNull()
    .references(() => users.id, { onDelete: "cascade" });

/**
 * A person's authenticator app. Written when its set-up begins, in force once a code of it was given; deleted by the person and when an
 * admin resets their second factor.
 */
export const totpFactors = pgTable("totp_factors", {
  userId: userId().primaryKey(),
  /** Sealed: codes cannot be checked by a hash. */
  secret: text().notNull(),
  createdAt: time().notNull().default(now),
  /** Null until a first code was given. */
  confirmedAt: time(),
  /** The 30-second step of the last code taken: no code of it or an earlier one is taken again. */
  lastStep: bigint({ mode: "number" }).notNull().default(0),
});

/** A key in a person's device or password manager (WebAuthn). Written and deleted by the person; deleted by an admin's reset. */
export const passkeys = pgTable(
  "passkeys",
  {
    /** The credential's id, base64url, as the browser names it. */
    id: text().primaryKey(),
    userId: userId(),
    name: text().notNull(),
    /** COSE, base64url. */
    publicKey: text().notNull(),
    /** As the authenticator counts its signatures; 0 where it does not. */
    counter: bigint({ mode: "number" }).notNull(),
    transports: text().array().notNull(),
    createdAt: time().notNull().default(now),
    lastUsedAt: time(),
  },
  // Whether a person has any is asked at each request.
  (t) => [index("passkeys_user").on(t.userId)],
);

/** A one-time code for a person whose device is lost. Ten are written at once, in place of the ones before; each is deleted when used. */
export const recoveryCodes = pgTable(
  "recovery_codes",
  {
    id: uuid().primaryKey().defaultRandom(),
    userId: userId(),
    /** SHA-256, hex: of 80 random bits, so no slow hash is needed. */
    codeHash: text().notNull(),
    createdAt: time().notNull().default(now),
  },
  (t) => [index("recovery_codes_user").on(t.userId)],
);

/** The link of a forgotten password, sent by mail. Written for whoever asks, one a person; deleted by use, and by the next one. */
export const passwordResets = pgTable("password_resets", {
  userId: userId().primaryKey(),
  /** SHA-256 of the link's token, hex. */
  tokenHash: text().notNull().unique(),
  createdAt: time().notNull().default(now),
  expiresAt: time().notNull(),
});

/** What an authenticator is to sign, once, for one session. Written when it is asked, deleted by the answer or the next question. */
export const passkeyChallenges = pgTable("passkey_challenges", {
  sessionId: text()
    .primaryKey()
    .references(() => sessions.id, { onDelete: "cascade" }),
  challenge: text().notNull(),
  /** Whether a new passkey or one that is known is to sign it. */
  purpose: text({ enum: ["add", "prove"] }).notNull(),
  expiresAt: time().notNull(),
});

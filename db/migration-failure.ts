import type { PostgresError } from "postgres";

/** What to do about a refused migration, by PostgreSQL's message. The capture is the object's name. */
const REMEDIES: [refusal: RegExp, remedy: (role: string, name: string) => string][] = [
  [
    /permission denied for database "?([^"]+)"?/,
    (role, name) => `As its owner: grant create on database "${name}" to "${role}";`,
  ],
  [
    /permission denied for schema "?([^"]+)"?/,
    (role, name) => `As its owner: grant usage, create on schema "${name}" to "${role}";`,
  ],
  [
    /permission denied to create extension "([^"]+)"/,
    (_, name) => `As a superuser, in this database: create extension ${name};`,
  ],
  [
    /extension "([^"]+)" is not available/,
    (_, name) => `Install PostgreSQL's contrib package on the server, which brings ${name}.`,
  ],
  [
    /operator class "gin_trgm_ops" does not exist/,
    () => "pg_trgm is in a schema where it is not found. As its owner: alter extension pg_trgm set schema public;",
  ],
  [
    /must be (?:owner|member)|permission denied for (?:table|sequence|function) (\S+)/,
    () => "Migrations run as the role that owns the tables: name it in DATABASE_OWNER_URL.",
  ],
  [
    /(?:relation|type|function) "([^"]+)" already exists/,
    () => "The database holds tables that are not Casewire's, or half of another: give it an empty one.",
  ],
  [
    /role "([^"]+)" does not exist/,
    (_, name) => `DATABASE_URL names the role ${name}: create it first (docs/database.md).`,
  ],
];

/** The error of a migration by `role` as one plain sentence, with what to grant. */
export function migrationFailure(error: unknown, role: string): Error {
  const cause = causeOf(error);
  const found = REMEDIES.map(([refusal, remedy]) => {
    const match = refusal.exec(cause.message);
    return match ? remedy(role, match[1] ?? "") : undefined;
  }).find(Boolean);
  const hint = (cause as PostgresError).hint;
  const words = [
    `The database could not be migrated as ${role || "this role"}: ${cause.message}.`,
    found ?? hint ?? "",
  ];
  return new Error(words.join(" ").trim(), { cause: error });
}

/** Drizzle's error repeats the statement; PostgreSQL's message is its cause. */
function causeOf(error: unknown): Error {
  if (error instanceof Error && error.cause instanceof Error) return causeOf(error.cause);
  return error instanceof Error ? error : new Error(String(error));
}

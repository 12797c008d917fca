import { and, eq, inArray } from "drizzle-orm";
import { sessions, users } from "#db/access-schema";
import { database } from "#db/pool";
import type { UserActor } from "#lib/actor";
import { isInForce } from "./idle.ts";

/** All streams ask at once when somebody's access has changed: within this time they share one query. */
const BATCH_MS = 10;

type Answers = Map<string, UserActor>;
type Batch = { ids: Set<string>; answers: Promise<Answers> };
let batch: Batch | undefined;

/** The person of a stream's session, as of now. Null once the session has ended. */
export async function recheckSession(sessionId: string): Promise<UserActor | null> {
  batch ??= begin();
  batch.ids.add(sessionId);
  return (await batch.answers).get(sessionId) ?? null;
}

function begin(): Batch {
  const ids = new Set<string>();
  const answers = new Promise<Answers>((resolve) => {
    setTimeout(() => {
      batch = undefined;
      resolve(readSessions([...ids]));
    }, BATCH_MS);
  });
  return { ids, answers };
}

async function readSessions(ids: string[]): Promise<Answers> {
  const rows = await database()
    .select({ sessionId: sessions.id, id: users.id, label: users.name, role: users.role })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(inArray(sessions.id, ids), isInForce()));
  return new Map(rows.map(({ sessionId, ...person }) => [sessionId, { kind: "user", ...person }]));
}

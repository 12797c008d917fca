import { sql } from "drizzle-orm";
import { apiRequest, pageRequest } from "#bin/chaos/fuzz/at-the-desk";
import { doorRequest } from "#bin/chaos/fuzz/at-the-door";
import { type HostileRequest, sendHostile } from "#bin/chaos/fuzz/request";
import type { Scenario } from "#bin/chaos/scenario";
import type { Stage } from "#bin/chaos/stage";
import { type Random, seeded } from "#bin/simulate/random";
import { addUser, passwordHash } from "#lib/access/add-user";

const AT_ONCE = 8;
const EMAIL = "ada@example.com";
const PASSWORD = "correct horse battery";

/** Input nobody sends by mistake. Whatever it is, the answer is never a fault of ours. */
export const fuzz: Scenario = {
  name: "fuzz",
  about:
    "--requests hostile requests at the door, and with --door web at the API and the pages; none may be answered 5xx",
  group: "fuzz",
  async play(stage) {
    const random = seeded(stage.settings.seed);
    const make = await makers(stage);
    stage.traffic.fault();
    const sending = stage.send();
    let left = stage.settings.requests;
    const senders = Array.from({ length: AT_ONCE }, async () => {
      while (left-- > 0) await check(stage, random.pick(make)(random));
    });
    await Promise.all([...senders, sending]);
    await stage.settled();
    await findFailedRuns(stage);
  },
};

async function makers(stage: Stage): Promise<((random: Random) => HostileRequest)[]> {
  const atTheDoor = (random: Random) => doorRequest(random, stage.secret);
  if (stage.settings.door === "bare") return [atTheDoor];
  const cookie = await signIn(stage);
  return [atTheDoor, (random) => apiRequest(random, stage.apiToken), (random) => pageRequest(random, cookie)];
}

async function check(stage: Stage, request: HostileRequest): Promise<void> {
  const about = `${request.method} ${request.path.slice(0, 300)}`;
  try {
    const status = await sendHostile(stage.doors[0], request);
    if (status >= 500) stage.wrong.push(`${status} for ${about} ${request.body.toString("latin1", 0, 300)}`);
  } catch (error) {
    stage.wrong.push(`${about}: ${(error as Error).message}`);
  }
}

/** What the sender signed is kept and acted on, however odd: that must not fail either. */
async function findFailedRuns(stage: Stage): Promise<void> {
  const failed = await stage.inDatabase((database) =>
    database.execute<{ handler: string; error: string }>(
      sql`select handler, error from runs where state in ('failed', 'dead') limit 5`,
    ),
  );
  for (const { handler, error } of failed) stage.wrong.push(`A run of ${handler} failed: ${error}`);
}

async function signIn(stage: Stage): Promise<string> {
  const hash = await passwordHash(PASSWORD);
  const person = { name: "Ada", email: EMAIL, role: "admin", passwordHash: hash } as const;
  await stage.inDatabase((database) => database.transaction((tx) => addUser(tx, person)));
  const origin = `http://127.0.0.1:${stage.doors[0]?.port}`;
  const answer = await fetch(`${origin}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin },
    body: JSON.stringify({ email: EMAIL, password: PASSWORD }),
  });
  const cookie = answer.headers.get("set-cookie")?.split(";")[0];
  if (!cookie) throw new Error(`Signing in was answered ${answer.status}.`);
  return cookie;
}

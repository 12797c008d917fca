import { readFileSync } from "node:fs";
import type { Random } from "#bin/simulate/random";
import { type HostileRequest, wellFramed } from "./hostile-request.ts";
import { hostileJson, hostileText } from "./hostile-text.ts";

/** The origin of the requests' Host header. */
const ORIGIN = "http://127.0.0.1";
const BOUNDARY = "a-boundary";

/** Valid values of the forms' fields, so that a form passes its first validation. */
const FIELDS: Record<string, readonly string[]> = {
  refId: ["fuzz-1", "fuzz-2", "fuzz-3"],
  source: ["vove"],
  reason: ["because"],
  outcome: ["arrived", "not-arrived", "They answered"],
  body: ["A note"],
  dueOn: ["2026-12-01"],
  lastChangeAt: ["2026-12-01T00:00:00.000Z"],
  days: ["90"],
  episode: ["1"],
  cases: ['{"source":"vove","refId":"fuzz-1"}', "vove/fuzz-2"],
  handler: ["update-case", "notify-customer"],
  email: ["fuzz@example.com"],
  to: ["fuzz@example.com"],
  role: ["viewer", "admin"],
  name: ["Fuzz"],
  slug: ["fuzz"],
  overlapHours: ["24"],
  ...Object.fromEntries(["runId", "effectId", "replayId"].map((name) => [name, ["1", "2"]])),
  ...Object.fromEntries(
    ["ownerId", "assigneeId", "userId", "sessionId", "tokenId", "secretId", "inviteId", "messageId"].map((name) => [
      name,
      ["7f1c1c9e-6ac4-4a0e-9d4b-0d3f1f0d8a11"],
    ]),
  ),
  ...Object.fromEntries(
    ["password", "currentPassword", "newPassword", "secret", "token", "text", "subject", "head", "file"].map((name) => [
      name,
      ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    ]),
  ),
};

/** A server action, and a page that uses it. */
export type ServerAction = { id: string; name: string; page: string };

/** The server actions in the build's manifest, without signing out and those that take no form. */
export function serverActions(): ServerAction[] {
  const text = readFileSync(".next/server/server-reference-manifest.json", "utf8");
  const { node } = JSON.parse(text) as {
    node: Record<string, { exportedName?: string; workers: Record<string, unknown> }>;
  };
  return Object.entries(node)
    .map(([id, { exportedName = "", workers }]) => ({ id, name: exportedName, page: pageOf(Object.keys(workers)[0]) }))
    .filter(({ name }) => !/signOut|chooseTheme/i.test(name));
}

/** `app/(dashboard)/cases/[refId]/page` is served at `/cases/x`. */
function pageOf(worker = ""): string {
  const parts = worker.split("/").slice(1, -1);
  return `/${parts
    .filter((part) => !part.startsWith("("))
    .map((part) => (part.startsWith("[") ? "x" : part))
    .join("/")}`;
}

/** A form for a server action: with a real or a forged id, and some fields with hostile values. */
export function actionRequest(
  random: Random,
  options: { cookie: string; actions: readonly ServerAction[] },
): HostileRequest {
  const { id, page } = random.pick(options.actions);
  const forged = random.pick([hostileText(random), "7f".repeat(21), "0"]);
  const headers: [string, string][] = [
    ["cookie", options.cookie],
    ["origin", random.chance(0.95) ? ORIGIN : hostileText(random)],
    ["next-action", random.chance(0.9) ? id : forged],
  ];
  if (random.chance(0.1)) {
    headers.push(["content-type", "text/plain;charset=UTF-8"]);
    return wellFramed("POST", page, headers, Buffer.from(`[{"status":"idle"},${hostileJson(random)}]`));
  }
  headers.push(["content-type", `multipart/form-data; boundary=${BOUNDARY}`]);
  const fields = Object.entries(FIELDS).filter(() => random.chance(0.7));
  const filled = fields.map(([name, values]): [string, string] => [
    random.chance(0.97) ? name : hostileText(random),
    filledIn(random, values),
  ]);
  const state = random.chance(0.95) ? STATE : hostileJson(random);
  return wellFramed("POST", page, headers, formBody(filled, state));
}

function filledIn(random: Random, usual: readonly string[]): string {
  if (random.chance(0.7)) return random.pick(usual);
  return random.chance(0.5) ? hostileText(random) : hostileJson(random, 2);
}

/** The arguments of an action: the form's state, and a reference to the form. */
const STATE = `[{"status":"idle"},"$K1"]`;

/** A form as React encodes it: the fields' names are prefixed with the form's number between underscores. */
export function formBody(fields: readonly (readonly [string, string])[], state = STATE): Buffer {
  const parts = [...fields.map(([name, value]) => [`_1_${name}`, value] as const), ["0", state] as const].map(
    ([name, value]) =>
      `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name.replace(/["\r\n\0]/g, "")}"\r\n\r\n${value}\r\n`,
  );
  return Buffer.from(`${parts.join("")}--${BOUNDARY}--\r\n`);
}

/**
 * Sends each action a form with a NUL, which every action refuses. Returns a sentence for each action whose response does not contain the
 * submitted fields: the form did not reach it.
 */
export async function inputsThatDoNotArrive(
  origin: string,
  { cookie, actions }: { cookie: string; actions: readonly ServerAction[] },
): Promise<string[]> {
  const answers = actions.map(async ({ id, name, page }) => {
    const answer = await fetch(`${origin}${page}`, {
      method: "POST",
      headers: {
        cookie,
        origin,
        "next-action": id,
        "content-type": `multipart/form-data; boundary=${BOUNDARY}`,
      },
      body: new Uint8Array(
        formBody([
          ["refId", "typed by hand"],
          ["mark", "\0"],
        ]),
      ),
    });
    const text = await answer.text();
    const arrived = text.includes('"refId":"typed by hand"') && text.includes('"fields":{"mark":"');
    return arrived ? [] : [`${name} was not given what was typed: ${answer.status} ${text.slice(0, 300)}`];
  });
  return (await Promise.all(answers)).flat();
}

import { readFileSync } from "node:fs";
import { hostileJson, hostileText } from "#bin/chaos/fuzz/hostile-text";
import { type HostileRequest, wellFramed } from "#bin/chaos/fuzz/request";
import type { Random } from "#bin/simulate/random";

/** As the requests name their host. */
const ORIGIN = "http://127.0.0.1";
const BOUNDARY = "a-boundary";
const PAGES = ["/cases", "/events", "/audit", "/team", "/account", "/settings/sources", "/settings/tokens", "/sign-in"];
const FIELDS = [
  ...["refId", "source", "reason", "note", "dueOn", "ownerId", "assigneeId", "messageId", "handler", "runId", "userId"],
  ...["email", "name", "role", "password", "currentPassword", "newPassword", "slug", "text", "overlap", "to", "file"],
];

/** The ids of the product's server actions, as the build has listed them; signing out is left alone. */
export function actionIds(): string[] {
  const text = readFileSync(".next/server/server-reference-manifest.json", "utf8");
  const { node } = JSON.parse(text) as { node: Record<string, { exportedName?: string }> };
  return Object.keys(node).filter((id) => !/signOut/i.test(node[id]?.exportedName ?? ""));
}

/** A form that is sent to a server action: with an id of ours or a forged one, and with fields nobody filled in like that. */
export function actionRequest(random: Random, options: { cookie: string; ids: string[] }): HostileRequest {
  const id = random.chance(0.8) ? random.pick(options.ids) : random.pick([hostileText(random), "7f".repeat(21), "0"]);
  const headers: [string, string][] = [
    ["cookie", options.cookie],
    ["origin", random.chance(0.95) ? ORIGIN : hostileText(random)],
    ["next-action", id],
  ];
  if (random.chance(0.3)) {
    headers.push(["content-type", "text/plain;charset=UTF-8"]);
    return wellFramed("POST", random.pick(PAGES), headers, Buffer.from(`[{"status":"idle"},${hostileJson(random)}]`));
  }
  headers.push(["content-type", `multipart/form-data; boundary=${BOUNDARY}`]);
  const fields = Array.from({ length: 1 + Math.floor(random.next() * 6) }, () => [
    `1_${random.chance(0.9) ? random.pick(FIELDS) : hostileText(random)}`,
    random.chance(0.5) ? hostileText(random) : hostileJson(random, 2),
  ]);
  const state = random.chance(0.9) ? `[{"status":"idle"},"$K1"]` : hostileJson(random);
  return wellFramed("POST", random.pick(PAGES), headers, multipart([...fields, ["0", state]]));
}

function multipart(fields: readonly (readonly string[])[]): Buffer {
  const parts = fields.map(
    ([name = "", value = ""]) =>
      `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name.replace(/["\r\n\0]/g, "")}"\r\n\r\n${value}\r\n`,
  );
  return Buffer.from(`${parts.join("")}--${BOUNDARY}--\r\n`);
}

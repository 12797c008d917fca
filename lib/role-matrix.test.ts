import { globSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { personOf } from "#lib/access/testing/people";
import { allVerbs } from "#lib/verbs/testing/all-verbs";
import type { Actor } from "./actor.ts";
import { type Permission, ROLES, type Role, rolesThatMay } from "./permissions.ts";
import { Refusal } from "./refusal.ts";

/**
 * Every verb, and every other function of lib that asks for a permission in its first line, is called by somebody of each role and by
 * actors without a role. Exactly the roles that the table of permissions names get through. The arguments name nothing that exists.
 */
const NONE = "00000000-0000-4000-8000-000000000000";
const acase = { source: "vove", refId: "none" };
const why = { reason: "because of the matrix" };
const event = { source: "vove", messageId: "none" };
const failure = { handler: "none", failure: "0123456789ab" };
const party = { id: "localhost", origin: "http://localhost" };
const place = { id: 1, receivedAt: new Date(0) };

/** What each is called with behind its actor. A verb or query without a row fails. */
const CALLED_WITH: Record<string, readonly unknown[]> = {
  addDestination: [{ name: "matrix", url: "https://127.0.0.1/" }],
  addPasskey: [
    { name: "matrix", response: "{}" },
    { sessionId: NONE, network: "192.0.2.7", party },
  ],
  addSecret: [{ source: "none" }],
  addSource: [{ slug: "matrix", name: "Matrix" }],
  addTemplate: [{ text: "A reason of the matrix" }],
  assignCase: [{ ...acase, assigneeId: null }],
  attentionCounts: [],
  beginPasskey: [{ sessionId: NONE, party }],
  beginTotp: [],
  cancelExport: [{ exportId: 1 }],
  cancelReplay: [{ replayId: 1 }],
  changeDestination: [{ destinationId: NONE }],
  changeFollowUp: [{ ...acase, ...why }],
  changePreferences: [{}],
  changesSeenAt: [],
  changePassword: [{ currentPassword: "none", password: "a long enough phrase" }, { sessionId: NONE }],
  changeRole: [{ userId: NONE, role: "viewer" }],
  confirmFollowUp: [{ ...acase, lastChangeAt: "2026-11-22T10:00:00Z" }],
  countCases: [{}],
  countChanges: [{}],
  countOwned: [{ userId: NONE }],
  countRejectionCauses: [],
  countNew: [],
  currentWarnings: [],
  deactivateUser: [{ userId: NONE }],
  deleteDestination: [{ destinationId: NONE }],
  deleteView: [{ viewId: NONE }],
  disableDestination: [{ destinationId: NONE }],
  dismissWarning: [],
  enableDestination: [{ destinationId: NONE }],
  endOthers: [{}, { currentId: NONE }],
  endSession: [{ sessionId: NONE }, { currentId: "another" }],
  enrolTotp: [{ code: "000000" }],
  eraseSubject: [{ ...acase, ...why }],
  exportAudit: [{ format: "csv" }],
  exportCases: [{ format: "csv" }],
  exportCase: [{ ...acase, ...why }],
  exportChanges: [{ format: "csv" }],
  exportDecisions: [{ format: "csv" }],
  findBusiness: [acase],
  findCase: [acase],
  findCaseNeighbours: [{ sort: "newest" }, { id: 1, source: "vove", refId: "none", statusSince: new Date(0) }],
  findDestination: [{ destinationId: NONE }],
  findDelivery: [{ deliveryId: 1 }],
  findDeliveryNeighbours: [{}, { id: 1, at: new Date(0) }],
  findEvent: [event],
  findFailure: [failure],
  findMessage: [{ messageId: "none" }],
  findNeighbours: [{}, place],
  findPreferences: [],
  findReplay: [{ replayId: 1 }],
  flagCase: [{ ...acase, ...why }],
  holdCase: [{ ...acase, ...why }],
  inviteUser: [{ email: "matrix@example.com", role: "viewer" }],
  issueToken: [{ name: "matrix", role: "viewer", days: 1 }],
  listActors: [],
  listBehind: [{ figure: "events", from: "2026-01-01T00:00:00.000Z", to: "2026-01-02T00:00:00.000Z" }],
  listBusinesses: [{ source: "vove" }, { limit: 1 }],
  listCaseFailures: [{ ...acase, episode: 1, current: 1 }],
  listCases: [{}],
  listChanges: [{}],
  listCountedRejections: [],
  listDestinations: [],
  listDeliveries: [{}],
  listEngineers: [],
  listEntries: [{}],
  listEvents: [{}],
  listExports: [],
  listFactors: [],
  listFailedRuns: [failure],
  listFailures: [],
  listInvites: [],
  listMembers: [],
  listUnsentLetters: [],
  listViews: [],
  listOwnSessions: [],
  listPeople: [],
  listReads: [acase],
  listRejections: [],
  listReplayRuns: [{ replayId: 1 }],
  listReplays: [],
  listRhythms: [],
  listSigningSecrets: [],
  listSources: ["http://127.0.0.1"],
  listTemplates: [],
  listTokens: [],
  markChangesSeen: [new Date(0)],
  medianTime: [{ IN_PROGRESS: { n: 0, capped: false }, IN_REVIEW: { n: 0, capped: false } }],
  noteCase: [{ ...acase, body: "A note" }],
  openView: [NONE],
  openExport: [1],
  outlineRejections: [],
  planErasure: [acase],
  planHandler: [{ ...event, handler: "update-case" }],
  previewFailure: [failure],
  previewRecovery: [{ destinationId: NONE, since: "2026-11-22T10:00:00Z" }],
  previewReplay: [{ event }],
  putBusiness: [{ source: "vove", refId: "matrix", name: "Matrix" }],
  readAnswers: [],
  readBoard: [{ filter: {}, more: undefined }],
  readBody: [event],
  readCheckpoint: [],
  readMyDay: [],
  readEarlier: [{ from: new Date(0), to: new Date(1) }],
  readOverview: [{ from: new Date(0), to: new Date(1) }],
  readPreviousBody: [event],
  readReceiptBody: [1],
  readRefusals: [],
  readRetention: [],
  readRoleWarning: [],
  recoverDestination: [{ destinationId: NONE, since: "2026-11-22T10:00:00Z" }],
  regenerateRecoveryCodes: [],
  releaseCase: [{ ...acase, ...why }],
  removePasskey: [{ id: "none" }],
  removeTemplate: [{ templateId: 1 }],
  removeTotp: [],
  rerunFailure: [{ ...failure, ...why }],
  rerunHandler: [{ runId: 1, ...why }],
  resendDelivery: [{ deliveryId: 1 }],
  resetSecondFactor: [{ userId: NONE, reason: "because of the matrix" }],
  resolveFollowUp: [{ ...acase, outcome: "Nothing" }],
  retireSecret: [{ secretId: NONE, overlapHours: 0, ...why }],
  revokeInvite: [{ inviteId: NONE }],
  revokeSession: [{ sessionId: NONE }],
  revokeToken: [{ tokenId: NONE }],
  saveView: [{ name: "Mine", query: "" }],
  shareView: [{ viewId: NONE, shared: "yes" }],
  rotateDestination: [{ destinationId: NONE }],
  settleCase: [{ ...acase, kind: "gap", ...why }],
  searchEverything: [{ q: "none" }],
  settleEffect: [{ effectId: 1, outcome: "arrived", ...why }],
  startReplay: [{ selection: { event }, ...why }],
  takeCase: [],
  testDestination: [{ destinationId: NONE }],
  testSmtp: [{ to: "matrix@example.com" }],
  readChecklist: [],
  findMailServer: [],
  configureMail: [{ host: "mail.example", encryption: "starttls" }],
  configureRetention: [{ reads: "365" }],
  testSource: [{ source: "none" }],
  timeline: [acase],
  verifyAudit: [{ head: null }],
  waiveDelivery: [{ deliveryId: 1, ...why }],
  waiveFailure: [{ ...failure, ...why }],
  waiveLetter: [{ ...acase, episode: 1, ...why }],
};

/** `refuses`: what a verb declares that it may refuse for, besides its permission. */
type Asking = { refuses?: readonly string[]; name: string; path: string; permission: Permission };

const verbs = (await allVerbs()).map(({ name, path, verb }): Asking => ({ name, path, ...verb }));

const functions = globSync("lib/*/**/*.ts")
  .filter((path) => !path.includes(".test."))
  .flatMap((path): Asking[] =>
    readFileSync(path, "utf8")
      .split(/^export (?:async )?function /m)
      .slice(1)
      .flatMap((text) => {
        const permission = /\{\n\s*authorize(?:Preview)?\(actor, "([a-z:-]+)"\);/.exec(text)?.[1];
        const name = /^\w+/.exec(text)?.[0] ?? "";
        return permission ? [{ name, path, permission: permission as Permission }] : [];
      }),
  );

const asking = [...verbs, ...functions].sort((a, b) => (a.name < b.name ? -1 : 1));

const people = new Map<Role, Actor>();
beforeAll(async () => {
  for (const role of ROLES) people.set(role, await personOf(role));
});

/** A webhook's source and a job hold no permission, whatever they call. */
const STRANGERS: Actor[] = [
  { kind: "source", id: "vove", label: "vove" },
  { kind: "job", id: "update-case", label: "update-case" },
];

/** Whether the actor was let through: a refusal for another reason, such as that nothing is there, comes after. */
async function isLetThrough({ name, path, refuses }: Asking, actor: Actor): Promise<boolean> {
  const module = (await import(resolve(path))) as Record<string, (...args: unknown[]) => Promise<unknown>>;
  try {
    await module[name]?.(actor, ...(CALLED_WITH[name] ?? []));
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === "not-allowed") return false;
    if (refuses) expect(refuses, `${name} declares that it may refuse so`).toContain(error.code);
    return true;
  }
}

it("holds a row for each function that asks, and none for what is gone", () => {
  expect(asking.map(({ name }) => name)).toEqual(Object.keys(CALLED_WITH).sort());
});

it("calls something for every permission there is", () => {
  const asked = new Set(asking.map(({ permission }) => permission));
  const table = readFileSync("lib/permissions.ts", "utf8");
  const all = new Set([...table.matchAll(/"([a-z-]+:[a-z-]+)"/g)].map(([, permission]) => permission as Permission));
  expect(all.size).toBeGreaterThanOrEqual(40);
  expect([...all].filter((permission) => !asked.has(permission))).toEqual([]);
});

describe.each(asking)("$name, which asks for $permission", (one) => {
  it("lets exactly those roles through that the table of permissions names", async () => {
    const through: Role[] = [];
    for (const [role, person] of people) if (await isLetThrough(one, person)) through.push(role);
    expect(through).toEqual(rolesThatMay(one.permission));
  });

  it("lets nobody through who has no role", async () => {
    for (const stranger of STRANGERS) expect(await isLetThrough(one, stranger)).toBe(false);
  });
});

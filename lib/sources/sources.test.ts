import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { desc, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { auditEntries, receipts, sourceSecrets } from "#db/schema";
import type { Actor } from "#lib/actor";
import { withPersonalTexts } from "#lib/audit/personal-texts";
import { Refusal } from "#lib/refusal";
import { unseal } from "#lib/seal";
import { describeVerb } from "#lib/verbs/testing/describe-verb";
import { addSecret } from "./add-secret.ts";
import { addSource } from "./add-source.ts";
import { listSources } from "./list-sources.ts";
import { retireSecret } from "./retire-secret.ts";
import { newSecret, parseSecret } from "./secret.ts";
import { addSecretByCommand } from "./store-secret.ts";
import { testSource } from "./test-source.ts";
import { invalidateSecrets, verificationSecrets } from "./verification-secrets.ts";

const actor = (role: "viewer" | "analyst" | "engineer" | "admin"): Actor => ({
  kind: "user",
  id: role,
  label: "Ada",
  role,
  verifiedAt: new Date(),
});
const admin = actor("admin");
const others = [
  actor("viewer"),
  actor("analyst"),
  actor("engineer"),
  { kind: "job", id: "j", label: "a job" } as Actor,
];
const FROM_ENVIRONMENT = newSecret();
const NO_SECRET = "00000000-0000-4000-8000-000000000000";

const endpoint = createServer();
const knocks: { url: string | undefined; headers: IncomingMessage["headers"]; body: string }[] = [];

beforeAll(async () => {
  endpoint.on("request", async (request: IncomingMessage, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    knocks.push({ url: request.url, headers: request.headers, body });
    response.writeHead(200).end('{"verdict":"accepted"}');
  });
  await new Promise<void>((resolve) => endpoint.listen(0, "127.0.0.1", resolve));
  process.env.PORT = String((endpoint.address() as AddressInfo).port);
  process.env.VOVE_WEBHOOK_SECRETS = FROM_ENVIRONMENT;
});

afterAll(() => void endpoint.close());

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => "done",
    (error: unknown) => (error instanceof Refusal ? error.code : error),
  );
const lastEntry = async () =>
  (await withPersonalTexts(await database().select().from(auditEntries).orderBy(desc(auditEntries.id)).limit(1)))[0];
const fingerprintsOf = async (source: string) =>
  (await verificationSecrets(source))?.secrets.map((secret) => secret.fingerprint);

let n = 0;
const newSource = async () => (await addSource(admin, { slug: `source-${++n}`, name: "One of many" })).slug;
const added = async () => {
  const text = newSecret();
  const { secretId } = await addSecret(admin, { source: "vove", secret: text });
  return { secretId, fingerprint: parseSecret(text).fingerprint };
};

describeVerb(addSource, {
  works: () => [{ slug: `added-${++n}`, name: "Added" }],
  refuses: { "wrong-state": { "refuses a slug that is taken": () => [{ slug: "vove", name: "Again" }] } },
});

describeVerb(addSecret, {
  works: async () => [{ source: await newSource() }],
  refuses: {
    "not-found": () => [{ source: "nobody" }],
    "wrong-state": () => [{ source: "vove", secret: FROM_ENVIRONMENT }],
    "too-many": async () => {
      const source = await newSource();
      for (let n = 0; n < 11; n++) await addSecret(admin, { source });
      return [{ source }];
    },
  },
});

describeVerb(retireSecret, {
  works: async () => [{ secretId: await secretOfNewSource(), overlapHours: 0, reason: "leaked" }],
  refuses: {
    "not-found": () => [{ secretId: NO_SECRET, overlapHours: 0, reason: "x" }],
    "wrong-state": async () => {
      const secretId = await secretOfNewSource();
      await retireSecret(admin, { secretId, overlapHours: 0, reason: "leaked" });
      return [{ secretId, overlapHours: 0, reason: "again" }];
    },
  },
});

async function secretOfNewSource(): Promise<string> {
  return (await addSecret(admin, { source: await newSource() })).secretId;
}

describeVerb(testSource, {
  works: () => [{ source: "vove" }],
  refuses: {
    "wrong-state": { "refuses where nothing can sign": async () => [{ source: await newSource() }] },
    "not-found": () => [{ source: "nobody" }],
  },
});

describe("addSource", () => {
  it("opens an endpoint and leaves its entry", async () => {
    expect(await verificationSecrets("vove-sandbox")).toBeUndefined();
    await addSource(admin, { slug: "vove-sandbox", name: "Sandbox" });
    expect(await verificationSecrets("vove-sandbox")).toEqual({ secrets: [], unopenable: 0 });
    expect(await lastEntry()).toMatchObject({ action: "source.added", subjectId: "vove-sandbox" });
  });

  it.each(["", "A", "a b", "-a", "a-", "a/b", "../x", "x".repeat(41)])("refuses the slug %j", (slug) => {
    expect(addSource.input.safeParse({ slug, name: "x" }).success).toBe(false);
  });
});

describe("addSecret", () => {
  it("lets it sign at once, keeps it sealed, and leaves an entry that does not hold it", async () => {
    const text = newSecret();
    const { secretId } = await addSecret(admin, { source: "vove", secret: text });
    expect(await fingerprintsOf("vove")).toContain(parseSecret(text).fingerprint);
    const [row] = await database().select().from(sourceSecrets).where(eq(sourceSecrets.id, secretId));
    expect(row?.sealed).not.toContain(text.slice(6));
    expect(unseal(row?.sealed ?? "")).toBe(text);
    const entry = await lastEntry();
    expect(entry).toMatchObject({ action: "secret.added", detail: { source: "vove", hint: text.slice(-4) } });
    expect(entry?.line).not.toContain(text.slice(6, 20));
  });

  it("makes one itself when none is pasted", async () => {
    const { secretId } = await addSecret(admin, addSecret.input.parse({ source: "vove-sandbox", secret: "" }));
    const [row] = await database().select().from(sourceSecrets).where(eq(sourceSecrets.id, secretId));
    expect(unseal(row?.sealed ?? "")).toMatch(/^whsec_.{32}$/);
  });

  it("refuses one that is held already, stored or from the environment, and too many", async () => {
    const text = newSecret();
    await addSecret(admin, { source: "vove", secret: text });
    expect(await code(addSecret(admin, { source: "vove", secret: text }))).toBe("wrong-state");
    expect(await code(addSecret(admin, { source: "vove", secret: FROM_ENVIRONMENT }))).toBe("wrong-state");
    const codes: unknown[] = [];
    for (let n = 0; n < 11; n++) codes.push(await code(addSecret(admin, { source: "vove-sandbox" })));
    expect(codes).toEqual([...Array(10).fill("done"), "too-many"]);
  });

  it("refuses what is no secret, in words for its field, without repeating it", () => {
    const parsed = addSecret.input.safeParse({ source: "vove", secret: "whsec_c2hvcnQ=" });
    expect(parsed.error?.issues).toMatchObject([{ path: ["secret"] }]);
    expect(parsed.error?.message).not.toContain("c2hvcnQ");
  });
});

describe("addSecretByCommand", () => {
  it("lets a secret sign for a command, and leaves the entry of its job", async () => {
    const text = newSecret();
    await addSecretByCommand({ kind: "job", id: "simulate", label: "npm run simulate" }, { source: "vove", text });
    invalidateSecrets();
    expect(await fingerprintsOf("vove")).toContain(parseSecret(text).fingerprint);
    expect(await lastEntry()).toMatchObject({ action: "secret.added", actorKind: "job", actorId: "simulate" });
  });
});

describe("retireSecret", () => {
  const sealedOf = async (id: string) =>
    (await database().select().from(sourceSecrets).where(eq(sourceSecrets.id, id)))[0]?.sealed;

  it("ends it at once, wipes it and leaves its entry", async () => {
    const { secretId, fingerprint } = await added();
    await retireSecret(admin, { secretId, overlapHours: 0, reason: "leaked" });
    expect(await fingerprintsOf("vove")).not.toContain(fingerprint);
    expect(await sealedOf(secretId)).toBeNull();
    expect(await lastEntry()).toMatchObject({
      action: "secret.retired",
      detail: { source: "vove", fingerprint, overlapHours: 0 },
      words: { reason: { text: "leaked" } },
    });
  });

  it("lets it verify through the overlap and no longer, then wipes it", async () => {
    const { secretId, fingerprint } = await added();
    await retireSecret(admin, { secretId, overlapHours: 24, reason: "rotation" });
    expect(await fingerprintsOf("vove")).toContain(fingerprint);
    await database().execute(
      sql`update source_secrets set retires_at = now() + interval '300 ms' where id = ${secretId}`,
    );
    invalidateSecrets();
    expect(await fingerprintsOf("vove")).toContain(fingerprint);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(await fingerprintsOf("vove")).not.toContain(fingerprint);
    invalidateSecrets();
    await verificationSecrets("vove");
    expect(await sealedOf(secretId)).toBeNull();
  });

  it("can end an overlap sooner, but not what is over", async () => {
    const { secretId } = await added();
    await retireSecret(admin, { secretId, overlapHours: 24, reason: "rotation" });
    await retireSecret(admin, { secretId, overlapHours: 0, reason: "leaked" });
    expect(await code(retireSecret(admin, { secretId, overlapHours: 0, reason: "again" }))).toBe("wrong-state");
  });

  it("asks for a reason", () => {
    expect(retireSecret.input.safeParse({ secretId: NO_SECRET, overlapHours: 0, reason: " " }).success).toBe(false);
    expect(retireSecret.input.safeParse({ secretId: NO_SECRET, overlapHours: 169, reason: "x" }).success).toBe(false);
  });
});

describe("testSource", () => {
  it("sends a signed event of a case of its own through the endpoint, and leaves its entry", async () => {
    const tested = await testSource(admin, { source: "vove" });
    expect(tested).toMatchObject({ status: 200, answer: '{"verdict":"accepted"}', refId: "casewire-test-vove" });
    const [knock] = knocks.slice(-1);
    expect(knock).toMatchObject({ url: "/api/webhooks/vove", headers: { "svix-id": tested.messageId } });
    expect(JSON.parse(knock?.body ?? "")).toMatchObject({ refId: "casewire-test-vove", status: "REJECTED" });
    expect(await lastEntry()).toMatchObject({ action: "source.tested", detail: { messageId: tested.messageId } });
  });
});

describe("listSources", () => {
  it("says what a source is, and how each secret is used, without any secret", async () => {
    const fingerprint = parseSecret(FROM_ENVIRONMENT).fingerprint;
    await database()
      .insert(receipts)
      .values({
        source: "vove",
        receivedAt: new Date(),
        remoteAddress: "::1",
        headers: [],
        bodyBytes: 0,
        bodyHash: Buffer.alloc(0),
        secretFingerprint: fingerprint,
        outcome: "accepted",
        responseStatus: 200,
        durationMs: 1,
      });
    const listed = await listSources(admin, "http://localhost:3102");
    const vove = listed.find((source) => source.slug === "vove");
    expect(vove?.url).toBe("http://localhost:3102/api/webhooks/vove");
    expect(vove?.secrets[0]).toMatchObject({ fingerprint, matched: 1, matchedAt: expect.any(String), over: false });
    expect(vove?.secrets.some((secret) => secret.over)).toBe(true);
    const text = JSON.stringify(listed);
    expect(text).not.toContain(FROM_ENVIRONMENT.slice(6, 20));
    expect(text).not.toContain("sealed");
  });

  it("counts the types nobody expected", async () => {
    await database().execute(sql`
      insert into events (source, message_id, body, body_hash, type, occurred_at, clock, received_at, secret_fingerprint)
      select 'vove', 'u' || n, '', '', case when n < 4 then 'unrecognised' else 'kyb.case.completed' end, now(), 'receipt', now(), 's'
      from generate_series(1, 5) as n`);
    const [vove] = await listSources(admin, "http://localhost");
    expect(vove?.unexpected).toEqual([{ type: "unrecognised", count: 3 }]);
  });

  it("is for admins", async () => {
    for (const one of others) expect(await code(listSources(one, ""))).toBe("not-allowed");
  });
});

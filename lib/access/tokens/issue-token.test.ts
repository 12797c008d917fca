import { eq, sql } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { apiTokens } from "#db/access-schema";
import { database } from "#db/pool";
import { actorsWithout, entriesAbout, personOf } from "#lib/access/testing/people";
import { log } from "#lib/log";
import { describeVerb } from "#lib/verbs/testing/describe-verb";
import { bearerActor } from "./bearer.ts";
import { logExpiringTokens } from "./expiry-warning.ts";
import { issueToken } from "./issue-token.ts";
import { listTokens } from "./list-tokens.ts";
import { revokeToken } from "./revoke-token.ts";

const admin = await personOf("admin");
const input = { name: "Nightly report", role: "viewer", days: 90 } as const;

function end(tokenId: string, days: number) {
  return database()
    .update(apiTokens)
    .set({ expiresAt: sql`now() + make_interval(days => ${days})` })
    .where(eq(apiTokens.id, tokenId));
}

describeVerb(issueToken, { works: () => [input], refuses: {} });

describeVerb(revokeToken, {
  works: async (grace) => [{ tokenId: (await issueToken(grace, input)).tokenId }],
  refuses: {
    "not-found": () => [{ tokenId: "00000000-0000-4000-8000-000000000000" }],
    "wrong-state": async (grace) => {
      const { tokenId } = await issueToken(grace, input);
      await revokeToken(grace, { tokenId });
      return [{ tokenId }];
    },
  },
});

describe("issueToken", () => {
  it("shows the token once, keeps only its hash, and leaves an entry without it", async () => {
    const { tokenId, token } = await issueToken(admin, input);
    const { tokens } = await listTokens(admin);
    expect(tokens.find((one) => one.id === tokenId)).toMatchObject({ name: input.name, hint: token.slice(-4) });
    expect(JSON.stringify(tokens)).not.toContain(token);
    const [entry] = await entriesAbout(tokenId);
    expect(entry).toMatchObject({ action: "token.issued", detail: input });
    expect(entry?.line).not.toContain(token);
  });

  it("ends it after the days that were chosen: 90 unless said, 365 at most", async () => {
    const chosen = issueToken.input.parse({ name: "Report", role: "viewer" });
    expect(chosen.days).toBe(90);
    for (const days of ["0", "366", "1.5", "many"])
      expect(issueToken.input.safeParse({ ...chosen, days }).error?.issues[0]?.path, days).toEqual(["days"]);
    const { tokenId, token } = await issueToken(admin, { ...input, days: 7 });
    const row = (await listTokens(admin)).tokens.find((one) => one.id === tokenId);
    expect(Math.round(((row?.expiresAt.getTime() ?? 0) - Date.now()) / 86_400_000)).toBe(7);
    expect(await bearerActor(token)).toMatchObject({ id: tokenId });
    await end(tokenId, 0);
    expect(await bearerActor(token)).toBeNull();
  });

  it("is warned of on the page and in the log from 14 days before its end on, and not after", async () => {
    const [far, near, over] = [20, 13, 0] as const;
    const ids = await Promise.all(
      [far, near, over].map(async (days) => {
        const { tokenId } = await issueToken(admin, input);
        await end(tokenId, days);
        return tokenId;
      }),
    );
    const { tokens } = await listTokens(admin);
    const stateOf = (id: string) => tokens.find((one) => one.id === id)?.state;
    expect(ids.map(stateOf)).toEqual(["in force", "ends soon", "expired"]);
    const logged = vi.spyOn(log, "warn");
    await logExpiringTokens();
    const loggedIds = logged.mock.calls.map(([line]) => (line as unknown as { tokenId: string }).tokenId);
    logged.mockRestore();
    expect(ids.map((id) => loggedIds.includes(id))).toEqual([false, true, false]);
  });

  it.each(actorsWithout("token:read"))("is listed for nobody else: not for $role", async (actor) => {
    await expect(listTokens(actor)).rejects.toMatchObject({ code: "not-allowed" });
  });
});

describe("revokeToken", () => {
  it("marks it revoked and leaves an entry", async () => {
    const { tokenId } = await issueToken(admin, input);
    await revokeToken(admin, { tokenId });
    const { tokens } = await listTokens(admin);
    expect(tokens.find((one) => one.id === tokenId)?.revokedAt).toBeInstanceOf(Date);
    expect((await entriesAbout(tokenId))[0]).toMatchObject({ action: "token.revoked", detail: { name: input.name } });
  });
});

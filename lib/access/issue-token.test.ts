import { describe, expect, it } from "vitest";
import { issueToken } from "#lib/access/issue-token";
import { listTokens } from "#lib/access/list-tokens";
import { revokeToken } from "#lib/access/revoke-token";
import { actorsWithout, entriesAbout, personOf } from "#lib/access/testing/people";

const admin = await personOf("admin");
const input = { name: "Nightly report", role: "viewer" } as const;

describe("issueToken", () => {
  it("shows the token once, keeps only its hash, and leaves an entry without it", async () => {
    const { tokenId, token } = await issueToken(admin, input);
    const { tokens } = await listTokens(admin);
    expect(tokens.find((one) => one.id === tokenId)).toMatchObject({ ...input, hint: token.slice(-4) });
    expect(JSON.stringify(tokens)).not.toContain(token);
    const [entry] = await entriesAbout(tokenId);
    expect(entry).toMatchObject({ action: "token.issued", detail: input });
    expect(entry?.line).not.toContain(token);
  });

  it.each(actorsWithout("token:issue"))("is not for $role", async (actor) => {
    await expect(issueToken(actor, input)).rejects.toMatchObject({ code: "not-allowed" });
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

  it("refuses one that is revoked, and finds none that is not there", async () => {
    const { tokenId } = await issueToken(admin, input);
    await revokeToken(admin, { tokenId });
    await expect(revokeToken(admin, { tokenId })).rejects.toMatchObject({ code: "wrong-state" });
    const nowhere = revokeToken(admin, { tokenId: "00000000-0000-4000-8000-000000000000" });
    await expect(nowhere).rejects.toMatchObject({ code: "not-found" });
  });

  it.each(actorsWithout("token:revoke"))("is not for $role", async (actor) => {
    const { tokenId } = await issueToken(admin, input);
    await expect(revokeToken(actor, { tokenId })).rejects.toMatchObject({ code: "not-allowed" });
  });
});

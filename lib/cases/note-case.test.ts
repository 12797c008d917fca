import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { notes } from "#db/schema";
import { actorsWithout, entriesAbout, personOf } from "#lib/access/testing/people";
import { storeCase } from "#lib/cases/testing/stored-case";
import { noteCase, noteCaseInput } from "./note-case.ts";

describe("noteCase", () => {
  it("keeps the words and leaves an entry without them", async () => {
    const ada = await personOf("analyst", "Ada");
    const { id, refId } = await storeCase("note-1");
    await noteCase(ada, { source: "vove", refId, body: "Called; will upload on Monday." });
    const [note] = await database().select().from(notes).where(eq(notes.caseId, id));
    expect(note).toMatchObject({ body: "Called; will upload on Monday.", author: "Ada", authorId: ada.id });
    const [entry] = await entriesAbout("vove/note-1");
    expect(entry).toMatchObject({ action: "case.noted", detail: { note: note?.id } });
    expect(entry?.line).not.toContain("Monday");
  });

  it.each(["", "  \n "])("takes no empty note: %j", (body) => {
    expect(noteCaseInput.safeParse({ refId: "x", body }).success).toBe(false);
  });

  it("does not find a case that is not there", async () => {
    const noted = noteCase(await personOf("analyst"), { source: "vove", refId: "none", body: "Hello" });
    await expect(noted).rejects.toMatchObject({ code: "not-found" });
  });

  it.each(actorsWithout("case:note"))("is not for $role", async (actor) => {
    const { refId } = await storeCase("note-2");
    await expect(noteCase(actor, { source: "vove", refId, body: "Hello" })).rejects.toMatchObject({
      code: "not-allowed",
    });
  });
});

import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { notes } from "#db/schema";
import { entriesAbout, personOf } from "#lib/access/testing/people";
import { storeCase } from "#lib/cases/testing/stored-case";
import { describeVerb } from "#lib/verbs/testing/describe-verb";
import { noteCase } from "./note-case.ts";

describeVerb(noteCase, {
  works: async () => {
    const { refId } = await storeCase(`note-${randomUUID()}`);
    return [{ source: "vove", refId, body: "Hello" }];
  },
  refuses: { "not-found": () => [{ source: "vove", refId: "none", body: "Hello" }] },
});

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
    expect(noteCase.input.safeParse({ refId: "x", body }).success).toBe(false);
  });
});

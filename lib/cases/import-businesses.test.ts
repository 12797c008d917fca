import { Readable } from "node:stream";
import { asc } from "drizzle-orm";
import { expect, it } from "vitest";
import { database } from "#db/pool";
import { auditEntries, businesses } from "#db/schema";
import { importBusinesses } from "#lib/cases/import-businesses";

async function imported(csv: string, source = "vove") {
  const badLines: string[] = [];
  const counts = await importBusinesses(Readable.from([Buffer.from(csv)]), source, (line, why) =>
    badLines.push(`${line}: ${why}`),
  );
  return { ...counts, badLines };
}
const all = () =>
  database()
    .select({ refId: businesses.refId, name: businesses.name, contactEmail: businesses.contactEmail })
    .from(businesses)
    .orderBy(asc(businesses.refId));

it("writes the good lines, tells each bad one by its number, and does nothing the second time", async () => {
  const csv = [
    "\uFEFFrefId,name,contactEmail",
    "a-1,Acme,ann@example.com",
    'b-2,"Two, Ltd",',
    "",
    ",nobody,x@example.com",
    "c-3,C,not an address",
    "d-4,too,many@example.com,cells",
    'e-5,"quo"te,e@example.com',
    "f-6,Last,f@example.com",
  ].join("\r\n");
  const first = await imported(csv);
  expect(first).toMatchObject({ changed: 3, unchanged: 0, bad: 4 });
  expect(first.badLines.map((line) => line.split(":")[0])).toEqual(["5", "6", "7", "8"]);
  expect(first.badLines[1]).toContain("contactEmail: must be an e-mail address");
  expect(await all()).toEqual([
    { refId: "a-1", name: "Acme", contactEmail: "ann@example.com" },
    { refId: "b-2", name: "Two, Ltd", contactEmail: null },
    { refId: "f-6", name: "Last", contactEmail: "f@example.com" },
  ]);
  expect(await imported(csv)).toMatchObject({ changed: 0, unchanged: 3, bad: 4 });
  expect(await database().select().from(auditEntries)).toHaveLength(3);
  expect(await imported("refId,name\na-1,Acme Ltd\nb-2,\n")).toMatchObject({ changed: 1, unchanged: 1 });
  expect((await all())[0]).toEqual({ refId: "a-1", name: "Acme Ltd", contactEmail: "ann@example.com" });
});

it.each(["name,contactEmail\nAcme,ann@example.com", "refId,e-mail\na-9,ann@example.com"])(
  "refuses a header it does not understand: %j",
  async (csv) => {
    await expect(imported(csv)).rejects.toMatchObject({ code: "invalid" });
    expect((await all()).filter(({ refId }) => refId === "a-9")).toEqual([]);
  },
);

it("refuses a source it does not know", async () => {
  await expect(imported("refId\nx", "none")).rejects.toMatchObject({ code: "not-found" });
});

it("counts lines as an editor does, whatever signs a name holds", async () => {
  const csv = "refId,name\nl-1,Ware\u2028house\u2029\nl-2,two,many\nl-3,Three\n";
  const { badLines, changed } = await imported(csv);
  expect(badLines.map((line) => line.split(":")[0])).toEqual(["2", "3"]);
  expect(changed).toBe(1);
});

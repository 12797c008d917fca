import { afterAll, expect, it } from "vitest";
import { connect } from "#db/connect";
import { database, databaseUrl } from "#db/pool";
import { businesses } from "#db/schema";
import { RowWriter } from "./row-writer.ts";

const client = connect(databaseUrl());
afterAll(() => client.end());

const business = {
  ...{ source: "vove", refId: "acme", contactEmail: null, accountStatus: "disabled" as const, enabledAt: null },
  ...{ createdAt: new Date("2026-01-02T03:04:05.678Z"), updatedAt: new Date("2026-01-02T03:04:05.678Z") },
};

it("writes rows as they are, whatever characters they hold", async () => {
  const row = { ...business, name: "Back\\slash\tTab\nLine\r \\N é 🐘 'quoted'" };
  await client.begin(async (tx) => {
    const rows = new RowWriter(tx, [businesses]);
    rows.add(businesses, row);
    await rows.flush();
    expect([...rows.counts()]).toEqual([["businesses", 1]]);
  });
  const foldedName = "back slash tab line n e 🐘 quoted";
  expect(await database().select().from(businesses)).toEqual([{ ...row, foldedName }]);
});

it("throws, and leaves nothing, when the server refuses a row", async () => {
  const doubled = client.begin(async (tx) => {
    const rows = new RowWriter(tx, [businesses]);
    for (const refId of ["once", "twice", "twice"]) rows.add(businesses, { ...business, refId, name: null });
    await rows.flush();
  });
  await expect(doubled).rejects.toThrow("PostgreSQL refused rows of businesses");
  expect(await database().$count(businesses)).toBe(1);
});

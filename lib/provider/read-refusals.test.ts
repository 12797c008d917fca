import { beforeAll, describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { rejectionTallies } from "#db/schema";
import { analyst, engineer, viewer } from "#lib/events/testing/actors";
import { storeReceipt } from "#lib/events/testing/stored";
import { readRefusals } from "./read-refusals.ts";
import { HOUR_MS } from "./rhythm.ts";

const hour = new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS);
const earlier = new Date(hour.getTime() - 3 * HOUR_MS);
const sender = "203.0.113.7";

beforeAll(async () => {
  await storeReceipt({ remoteAddress: sender });
  const tally = { source: "vove", kept: 1 };
  await database()
    .insert(rejectionTallies)
    .values([
      { ...tally, cause: "bad-signature", remoteAddress: sender, hour, counted: 3 },
      { ...tally, cause: "bad-signature", remoteAddress: sender, hour: earlier, counted: 1 },
      { ...tally, cause: "bad-signature", remoteAddress: "198.51.100.1", hour, counted: 9 },
      { ...tally, cause: "bad-signature", remoteAddress: "198.51.100.2", hour: earlier, counted: 0 },
      { ...tally, cause: "no-secret", remoteAddress: "198.51.100.2", hour: earlier, counted: 1 },
      { ...tally, cause: "too-large", remoteAddress: "*", hour, counted: 99 },
      { ...tally, cause: "too-large", remoteAddress: "*", hour: new Date(hour.getTime() - 25 * HOUR_MS), counted: 5 },
    ]);
});

describe("readRefusals", () => {
  it("sums a day by cause and address, and tells the sender's address from others", async () => {
    const { n, lines, more } = await readRefusals(engineer);
    expect(n).toBe(6 + 10 + 1 + 2 + 100);
    expect(lines.map((line) => [line.cause, line.remoteAddress, line.fromSender, line.n])).toEqual([
      ["too-large", "*", false, 100],
      ["bad-signature", "198.51.100.1", false, 10],
      ["bad-signature", sender, true, 6],
      ["no-secret", "198.51.100.2", false, 2],
      ["bad-signature", "198.51.100.2", false, 1],
    ]);
    expect(lines[2]?.lastHour).toEqual(hour);
    expect(more).toBe(0);
  });

  it("counts what was refused for the signature, and how much of it the sender sent", async () => {
    expect((await readRefusals(engineer)).signature).toEqual({ n: 6 + 10 + 1 + 2, fromSender: 6 });
  });

  it("gives analysts no address: other addresses are together", async () => {
    const read = await readRefusals(analyst);
    expect(JSON.stringify(read)).not.toMatch(/\d+\.\d+\.\d+\.\d+/);
    expect(read.lines.map((line) => [line.cause, line.remoteAddress, line.fromSender, line.n])).toEqual([
      ["too-large", null, false, 100],
      ["bad-signature", null, false, 11],
      ["bad-signature", null, true, 6],
      ["no-secret", null, false, 2],
    ]);
    expect(read.signature).toEqual({ n: 19, fromSender: 6 });
    await expect(readRefusals(viewer)).rejects.toMatchObject({ code: "not-allowed" });
  });

  it("shows twenty lines and says how many more there are", async () => {
    const tally = { source: "vove", cause: "malformed-id", hour, kept: 1, counted: 0 };
    const addresses = Array.from({ length: 30 }, (_, at) => ({ ...tally, remoteAddress: `192.0.2.${at}` }));
    await database().insert(rejectionTallies).values(addresses);
    const { lines, more, n } = await readRefusals(engineer);
    expect([lines.length, more, n]).toEqual([20, 15, 149]);
  });
});

import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { database } from "#db/pool";

async function failureOf(error: string): Promise<string> {
  const [row] = await database().execute<{ failure: string }>(sql`select failure_of(${error}) as failure`);
  return row?.failure ?? "";
}

describe("failure_of", () => {
  it.each([
    ["connect ECONNREFUSED 10.0.0.5:587", "connect ECONNREFUSED 10.0.0.17:25"],
    ["550 marta@harbour.example: unknown", "550 jo@pier.example: unknown"],
    ["msg_2if9qqkVjQDrS738JZOnax9T7MO is gone", "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk is gone"],
    ['The CRM answered "busy".', 'The CRM answered "down for today".'],
    ["No case of business-ref-123\n    at one", "No case of business-ref-9\n    at another"],
  ])("is the same for %j and %j", async (one, other) => {
    expect(await failureOf(one)).toBe(await failureOf(other));
  });

  it("differs where the words differ, and is twelve hex digits", async () => {
    const [refused, reset] = [await failureOf("connect ECONNREFUSED"), await failureOf("read ECONNRESET")];
    expect(refused).not.toBe(reset);
    expect(refused).toMatch(/^[0-9a-f]{12}$/);
  });
});

import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { database } from "#db/pool";
import { describeError } from "./log.ts";

it("tells what failed in a query, but not what was asked with", async () => {
  const error = await database()
    .execute(sql`select 1 / 0 where ${"ada@example.com"} = 'x' or true`)
    .then(
      () => undefined,
      (failure: unknown) => failure,
    );
  const described = describeError(error);
  expect(described).toMatchObject({ message: "a query failed", cause: { message: "division by zero", code: "22012" } });
  expect(JSON.stringify(described)).toContain("log.test.ts");
  expect(JSON.stringify(described)).not.toContain("ada@example.com");
});

it("keeps the message, the code and the cause of any other error", () => {
  const error = new Error("the letter was not sent", {
    cause: Object.assign(new Error("refused"), { code: "ECONNREFUSED" }),
  });
  expect(describeError(error)).toMatchObject({
    type: "Error",
    message: "the letter was not sent",
    cause: { message: "refused", code: "ECONNREFUSED" },
  });
  expect(describeError("a string")).toEqual({ message: "a string" });
});

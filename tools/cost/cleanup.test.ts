import { expect, it } from "vitest";
import { cleanUpAll, withCleanup } from "./cleanup.ts";

const never = new Promise<void>(() => {});

it("undoes once what was done, however the work ends", async () => {
  const undone: string[] = [];
  const undo = (name: string) => async () => void undone.push(name);
  expect(await withCleanup(undo("well"), async () => 1)).toBe(1);
  await expect(withCleanup(undo("ill"), () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  await cleanUpAll();
  expect(undone).toEqual(["well", "ill"]);
});

it("undoes the latest first when told to stop in the middle, and goes on where one cannot be undone", async () => {
  const undone: string[] = [];
  void withCleanup(
    async () => void undone.push("outer"),
    () =>
      withCleanup(
        () => Promise.reject(new Error("The server is gone.")),
        () =>
          withCleanup(
            async () => void undone.push("inner"),
            () => never,
          ),
      ),
  );
  await expect(cleanUpAll()).rejects.toThrow("The server is gone.");
  expect(undone).toEqual(["inner", "outer"]);
});

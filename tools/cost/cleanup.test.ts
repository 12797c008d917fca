import { expect, it } from "vitest";
import { undoAll, undoing } from "./cleanup.ts";

const never = new Promise<void>(() => {});

it("undoes once what was done, however the work ends", async () => {
  const undone: string[] = [];
  const undo = (name: string) => async () => void undone.push(name);
  expect(await undoing(undo("well"), async () => 1)).toBe(1);
  await expect(undoing(undo("ill"), () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  await undoAll();
  expect(undone).toEqual(["well", "ill"]);
});

it("undoes the latest first when told to stop in the middle, and goes on where one cannot be undone", async () => {
  const undone: string[] = [];
  void undoing(
    async () => void undone.push("outer"),
    () =>
      undoing(
        () => Promise.reject(new Error("The server is gone.")),
        () =>
          undoing(
            async () => void undone.push("inner"),
            () => never,
          ),
      ),
  );
  await expect(undoAll()).rejects.toThrow("The server is gone.");
  expect(undone).toEqual(["inner", "outer"]);
});

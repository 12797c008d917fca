import { expect, it } from "vitest";

it("takes CASEWIRE_API_TOKEN as an admin's, and names it so", async () => {
  process.env.CASEWIRE_API_TOKEN = "a token of twenty-four characters or more".replaceAll(" ", "-");
  const { bearerActor } = await import("./bearer.ts");
  expect(await bearerActor(process.env.CASEWIRE_API_TOKEN)).toEqual({
    kind: "token",
    id: "environment",
    label: "CASEWIRE_API_TOKEN",
    role: "admin",
  });
  expect(await bearerActor(`${process.env.CASEWIRE_API_TOKEN}x`)).toBeNull();
});

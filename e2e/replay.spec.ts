import { expect } from "@playwright/test";
import { test } from "./test.ts";

test("an event is replayed after a preview that says what would not be repeated, and nothing is repeated", async ({
  as,
  sender,
  api,
  refId,
}) => {
  const { id } = await sender.sendUpTo(refId, "COMPLETED");
  await expect.poll(async () => (await (await api(`/api/v1/cases/${refId}`)).json()).effects?.length).toBe(1);
  const page = await as("admin");
  await page.goto(`/events/${id}`);
  await page.getByRole("button", { name: "Replay event" }).click();
  const form = page.getByRole("form", { name: "Replay event" });
  await expect(form).toContainText("1 event, ");
  await expect(form).toContainText("Account already enabled");
  await form.getByRole("button", { name: "Replay" }).click();
  await expect(form.getByLabel("Why"), "a reason is asked for").toBeFocused();
  await form.getByLabel("Why").fill("To be sure");
  await form.getByRole("button", { name: "Replay" }).click();
  await expect(page).toHaveURL(/\/replays\/\w/);
  const runs = async () =>
    (await (await api(`/api/v1/events/${id}`)).json()).runs.map(
      ({ trigger, state }: Record<string, string>) => `${trigger} ${state}`,
    );
  await expect.poll(runs).toContain("replay skipped");
  const found = await (await api(`/api/v1/cases/${refId}`)).json();
  expect(found.effects).toHaveLength(1);
  expect(found.status).toBe("COMPLETED");
});

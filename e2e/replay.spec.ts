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

test("the events of a filter are replayed after a dry run, with the progress in sight, and nothing is repeated", async ({
  as,
  sender,
  api,
  refId,
}) => {
  for (const one of [1, 2]) await sender.sendUpTo(`${refId}-${one}`, "COMPLETED");
  const under = async (state: string) =>
    (await (await api(`/api/v1/events?q=${refId}&runState=${state}`)).json()).items.length;
  const effects = async () => {
    const cases = await Promise.all([1, 2].map((one) => api(`/api/v1/cases/${refId}-${one}`)));
    return Promise.all(cases.map(async (found) => (await found.json()).effects?.length));
  };
  await expect.poll(effects).toEqual([1, 1]);
  await expect.poll(async () => (await under("queued")) + (await under("running"))).toBe(0);

  const page = await as("admin");
  await page.goto(`/events?q=${refId}`);
  await page.getByRole("button", { name: "Replay these" }).click();
  const form = page.getByRole("form", { name: "Replay these" });
  await expect(form.getByRole("region", { name: "Dry run" })).toContainText("6 events, ");
  await form.getByLabel("Why").fill("After the outage");
  await form.getByRole("button", { name: "Replay" }).click();
  await expect(page).toHaveURL(/\/replays\/\d+/);
  await expect(page.getByText("Finished", { exact: true })).toBeVisible();
  const progress = page.getByRole("progressbar", { name: "Runs that have ended" });
  await expect(progress).toHaveAttribute("max", "8");
  await expect(progress).toHaveAttribute("value", "8");
  expect(await effects()).toEqual([1, 1]);
  await page.getByRole("link", { name: `Search: ${refId}` }).click();
  await expect(page.getByRole("region", { name: "Events" }).getByRole("row")).toHaveCount(7);
});

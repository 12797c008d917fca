import { randomBytes } from "node:crypto";
import { expect } from "@playwright/test";
import { test } from "./test.ts";

test("an admin adds a secret, which signs, and retires it with an overlap, then at once", async ({
  as,
  sender,
  refId,
  app,
}) => {
  const secret = `whsec_${randomBytes(32).toString("base64")}`;
  expect((await sender.send(refId, "IN_PROGRESS", { secret })).status).toBe(401);
  const page = await as("admin");
  await page.goto("/settings/sources");
  await page.getByRole("button", { name: "Add secret to vove" }).click();
  const form = page.getByRole("form", { name: "Paste a secret" });
  await form.getByLabel("Signing secret").fill("whsec_");
  await form.getByRole("button", { name: "Add secret" }).click();
  await expect(form.getByLabel("Signing secret"), "an empty key would let anybody sign").toHaveAttribute(
    "aria-invalid",
    "true",
  );
  await form.getByLabel("Signing secret").fill(secret);
  await form.getByRole("button", { name: "Add secret" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();

  const hint = secret.slice(-4);
  const row = page.getByRole("row").filter({ hasText: `…${hint}` });
  await expect(row).toContainText("In use");
  expect(await page.content(), "it is shown nowhere").not.toContain(secret.slice(0, -4));
  await expect.poll(async () => (await sender.send(refId, "IN_PROGRESS", { secret })).status).toBe(200);
  const [stored] = await app.sql`select sealed from source_secrets where hint = ${hint}`;
  expect(stored?.sealed, "it is sealed at rest").not.toContain(secret.slice("whsec_".length));

  const retire = async (hours: string) => {
    await row.getByRole("button", { name: "Retire" }).click();
    await page.getByLabel("Overlap in hours").fill(hours);
    await page.getByLabel("Reason").fill("Changed at VOVE ID");
    await page.getByRole("button", { name: "Retire secret" }).click();
    await expect(page.getByRole("dialog")).toBeHidden();
  };
  await retire("24");
  await expect(row).toContainText("Retires in");
  expect((await sender.send(refId, "IN_REVIEW", { secret })).status).toBe(200);
  await retire("0");
  await expect(row).toContainText("Retired");
  await expect.poll(async () => (await sender.send(refId, "COMPLETED", { secret })).status).toBe(401);
});

test("a test event goes through the real endpoint", async ({ as }) => {
  const page = await as("admin");
  await page.goto("/settings/sources");
  await page.getByRole("button", { name: "Send a test event" }).click();
  await expect(page.getByText(/^Answer 200 in/)).toBeVisible();
  await page.getByRole("link", { name: "Open the event" }).click();
  await expect(page).toHaveURL(/\/events\/msg_/);
});

import { randomBytes } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import { test } from "./test.ts";

const field = (page: Page) => page.getByRole("complementary").getByRole("searchbox", { name: "Search everything" });

async function searchFor(page: Page, words: string): Promise<void> {
  await page.goto("/account");
  await expect(async () => {
    await page.keyboard.press("/");
    await expect(field(page)).toBeFocused({ timeout: 1000 });
  }).toPass();
  await field(page).fill(words);
  await field(page).press("Enter");
}

test("an exact refId, name or message id opens the thing itself", async ({ as, api, sender, refId, caseExists }) => {
  const name = `Zürcher Käse ${refId}`;
  const { id } = await sender.send(refId, "IN_PROGRESS");
  await sender.send(`${refId}-2`, "IN_PROGRESS");
  await caseExists(refId);
  await caseExists(`${refId}-2`);
  const body = JSON.stringify({ name, contactEmail: `${refId}@business.example` });
  await api(`/api/v1/businesses/${refId}`, { method: "PUT", body, headers: { "content-type": "application/json" } });
  const page = await as("analyst");
  await searchFor(page, refId);
  await expect(page).toHaveURL(`/cases/${refId}`);
  await searchFor(page, name.toLowerCase());
  await expect(page).toHaveURL(`/cases/${refId}`);
  await searchFor(page, id);
  await expect(page).toHaveURL(`/search/messages/${id}`);
  await expect(page.getByText("Yes, it reached us and was verified.")).toBeVisible();

  await searchFor(page, `${refId}@bus`);
  const emails = page.getByRole("list", { name: "E-mails" });
  await emails.getByRole("link", { name: `${refId}@business.example` }).click();
  await expect(page).toHaveURL(`/cases/${refId}`);

  const engineer = await as("engineer");
  await searchFor(engineer, id);
  await expect(engineer).toHaveURL(new RegExp(`/events/${id}`));
});

test("whether a message reached us: accepted, refused or never seen, without its content", async ({
  as,
  sender,
  refId,
  caseExists,
}) => {
  const { id } = await sender.send(refId, "IN_PROGRESS");
  await sender.send(refId, "IN_PROGRESS", { id });
  const stranger = `whsec_${randomBytes(24).toString("base64")}`;
  const at = new Date(Date.now() - 3 * 3_600_000);
  const refused = await sender.send(refId, "IN_REVIEW", { secret: stranger, at });
  await caseExists(refId);
  const page = await as("analyst");
  const main = page.getByRole("main");

  await page.goto(`/search?q=${id}`);
  await expect(main.getByText("It changed the status of its case.").first()).toBeVisible();
  await expect(main.getByText("2 times, the last")).toBeVisible();
  await expect(main.getByRole("list", { name: "Actions" })).toContainText("Updating the case");
  await main.getByRole("link", { name: "Open the case" }).click();
  await expect(page).toHaveURL(`/cases/${refId}`);

  await page.goto(`/search?q=${refused.id}`);
  await expect(main.getByText("A request with this id reached us and was refused.")).toBeVisible();
  await expect(main.getByText("signed with a secret we do not hold", { exact: false })).toBeVisible();
  await expect(main.getByText("from 127.0.0.1")).toBeVisible();
  await expect(main.getByText("does not try again by itself")).toBeVisible();
  expect(await page.content()).not.toMatch(/svix-signature|previousStatus/);

  const never = `msg_${"2".padEnd(27, "a")}`;
  await page.goto(`/search?q=${never}`);
  await expect(page).toHaveURL(`/search/messages/${never}`);
  await expect(main.getByText("No, no request with this id reached us.")).toBeVisible();
  await expect(main.getByText("Have it sent again from there.", { exact: false })).toBeVisible();
});

test("a viewer finds cases by refId and nothing by a name or a message id", async ({
  as,
  api,
  sender,
  refId,
  caseExists,
}) => {
  const { id } = await sender.send(refId, "IN_PROGRESS");
  await caseExists(refId);
  const name = `Bäckerei ${randomBytes(4).toString("hex")}`;
  const body = JSON.stringify({ name });
  await api(`/api/v1/businesses/${refId}`, { method: "PUT", body, headers: { "content-type": "application/json" } });
  const page = await as("viewer");
  await searchFor(page, refId);
  await expect(page).toHaveURL(`/cases/${refId}`);
  for (const words of [name, id]) {
    await page.goto(`/search?q=${encodeURIComponent(words)}`);
    await expect(page.getByText("Nothing is called so")).toBeVisible();
    const answer = await page.request.get(`/api/search?q=${encodeURIComponent(words)}`);
    expect(await answer.json()).toEqual({ groups: [], exact: null });
  }
});

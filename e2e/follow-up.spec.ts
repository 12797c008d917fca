import { expect } from "@playwright/test";
import { test } from "./test.ts";

test("a follow-up is flagged, raised again by a change, seen, and resolved with how it ended", async ({
  as,
  sender,
  refId,
  caseExists,
}) => {
  await sender.send(refId, "IN_PROGRESS");
  const page = await as("analyst");
  await caseExists(refId);
  await page.goto(`/cases/${refId}`);
  await page.getByRole("button", { name: "Flag", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Flag for follow-up" });
  await dialog.getByLabel("Why").fill("Ask for the newer extract");
  await dialog.getByRole("button", { name: "Flag" }).click();
  await expect(page.getByText("Ana flagged the case")).toBeVisible();

  await sender.send(refId, "IN_REVIEW");
  await expect(page.getByText("The case has changed")).toBeVisible();
  await page.getByRole("button", { name: "Seen, keep it open" }).click();
  await expect(page.getByText("The case has changed")).toBeHidden();
  await page.getByRole("button", { name: "Resolve" }).click();
  await page.getByLabel("How did it end?").fill("They sent it");
  await page.getByRole("dialog").getByRole("button", { name: "Resolve" }).click();
  await expect(page.getByText("Ana resolved the follow-up")).toBeVisible();
  await expect(page.getByText("They sent it")).toBeVisible();
});

test("half-written text survives a live refresh, a reload and a failed submit", async ({
  as,
  sender,
  refId,
  app,
  caseExists,
}) => {
  await sender.send(refId, "IN_PROGRESS");
  const page = await as("analyst");
  await caseExists(refId);
  await page.goto(`/cases/${refId}`);
  await expect(page.getByRole("complementary").getByText("Live", { exact: true })).toBeVisible();
  const note = page.getByLabel("Note", { exact: true });
  await note.pressSequentially("They call back on Mond");
  await sender.send(refId, "IN_REVIEW");
  await expect(page.getByText("In progress → In review")).toBeVisible();
  await expect(note).toHaveValue("They call back on Mond");
  await expect(note).toBeFocused();
  // A page rendered while its reader is a viewer has no field for a note.
  await page.getByRole("button", { name: "Pause live updates" }).click();
  await page.reload();
  await expect(note).toHaveValue("They call back on Mond");

  await note.fill("They call back on Monday");
  await app.sql`update users set role = 'viewer' where id = 'e2e-analyst'`;
  await page.getByRole("button", { name: "Add note" }).click();
  await expect(page.getByText("may not do this: case:note is for", { exact: false })).toBeVisible();
  await expect(note).toHaveValue("They call back on Monday");
  await app.sql`update users set role = 'analyst' where id = 'e2e-analyst'`;
  await page.getByRole("button", { name: "Add note" }).click();
  await expect(page.getByText("Ana noted")).toBeVisible();
  await expect(note).toHaveValue("");
});

import { expect } from "@playwright/test";
import { test } from "./test.ts";

test("an admin sends a test letter, which arrives, and reads what the server says when it refuses", async ({
  as,
  inbox,
  refId,
}) => {
  const to = `${refId}@example.com`;
  const page = await as("admin");
  await page.goto("/settings/mail");
  const form = page.getByRole("form", { name: "Send a test letter" });
  await form.getByLabel("Send a test letter to").fill(to);
  await form.getByRole("button", { name: "Send" }).click();
  await expect(page.getByText(`Sent to ${to}. The server said: 250`, { exact: false }).first()).toBeVisible();
  expect(inbox.letters.filter((letter) => letter.to.includes(to))).toHaveLength(1);

  inbox.refuse = () => ({ code: 550, sentence: "No such person here" });
  await form.getByLabel("Send a test letter to").fill(`nobody-${to}`);
  await form.getByRole("button", { name: "Send" }).click();
  await expect(form.getByText("No such person here", { exact: false })).toBeVisible();
  await expect(form.getByLabel("Send a test letter to")).toHaveValue(`nobody-${to}`);
  inbox.refuse = undefined;
});

import { randomBytes } from "node:crypto";
import { expect } from "@playwright/test";
import { test } from "./test.ts";

test("what was not believed is listed with its cause in words, its headers and its body", async ({
  as,
  sender,
  refId,
}) => {
  const page = await as("engineer");
  await page.goto("/rejected");
  const stranger = `whsec_${randomBytes(24).toString("base64")}`;
  const { id } = await sender.send(refId, "COMPLETED", { secret: stranger });
  await sender.send(refId, "COMPLETED", { attemptedAt: new Date(Date.now() - 14 * 60_000) });
  await page.reload();
  const list = page.getByRole("list", { name: "Refused requests", exact: true });
  await expect(list.getByText(/timestamp .*14 min/i).first()).toBeVisible();
  const unsigned = list.getByRole("listitem").filter({ hasText: id });
  await unsigned.getByText("signed with a secret we do not hold", { exact: false }).click();
  await expect(unsigned.getByText(id).first()).toBeVisible();
  await expect(unsigned.getByText(refId, { exact: false }).first()).toBeVisible();
});

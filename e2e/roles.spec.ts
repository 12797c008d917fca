import { expect } from "@playwright/test";
import { may, ROLES } from "#lib/permissions";
import { PAGES } from "./pages.ts";
import { test } from "./test.ts";

for (const role of ROLES) {
  test(`${role} sees the pages of the role and is refused the others`, async ({ as, watch }) => {
    watch.allow(/status of 403/);
    const page = await as(role);
    for (const { path, permission } of PAGES) {
      const allowed = may(role, permission);
      const response = await page.goto(path);
      expect(response?.status(), `${role} at ${path}`).toBe(allowed ? 200 : 403);
      const destinations = page
        .getByRole("navigation")
        .getByRole("link")
        .and(page.locator(`[href="${path}"]`));
      if (!allowed) await expect(destinations, `the way to ${path} is not shown`).toHaveCount(0);
    }
  });
}

test("what there is not answers 404, so that people and monitors hear the same", async ({ as, watch }) => {
  watch.allow(/status of 404/);
  const page = await as("admin");
  const missing = ["/cases/nobody", "/cases/nobody?episode=x", "/events/msg_none", "/replays/999", "/settings/nothing"];
  for (const path of missing) {
    const response = await page.goto(path);
    expect(response?.status(), path).toBe(404);
    await expect(page.getByRole("heading", { level: 1 }), path).toBeVisible();
  }
});

test("whoever is not signed in is sent to sign in, and then to where they wanted", async ({ page, app }) => {
  for (const { path } of PAGES) {
    await page.goto(path);
    expect(new URL(page.url()).pathname, path).toBe("/sign-in");
  }
  const answers = await Promise.all(
    ["/api/live", "/api/v1/cases", "/api/v1/events"].map((path) => fetch(app.url + path)),
  );
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
});

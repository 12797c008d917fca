import { expect } from "@playwright/test";
import { may, ROLES, type Role } from "#lib/permissions";
import { expectAccessible, expectNoSidewaysScroll } from "./accessibility.ts";
import { type DashboardPage, PAGES, pagesAbout } from "./pages.ts";
import { storeDestination } from "./stored-destination.ts";
import { test } from "./test.ts";

const WIDTHS = [1440, 390];

// The longest file: its tests are spread over the workers.
test.describe.configure({ mode: "parallel" });

const mayOpen = (role: Role, pages: DashboardPage[]) => pages.filter(({ permission }) => may(role, permission));

for (const [role, width] of ROLES.flatMap((role) => WIDTHS.map((width) => [role, width] as const))) {
  test(`axe finds nothing on any page of ${role}, light and dark, at ${width} px`, async ({
    as,
    app,
    sender,
    api,
    refId,
    caseExists,
  }) => {
    test.setTimeout(600_000);
    await sender.sendUpTo(`${refId}-1`, "REJECTED");
    await sender.send(refId, "COMPLETED", { at: new Date(Date.now() - 60_000) });
    const { id: messageId } = await sender.sendUpTo(refId, "IN_REVIEW");
    await sender.send(refId, "COMPLETED", { headers: { "svix-signature": "v1,bm90IGEgc2lnbmF0dXJl" } });
    await caseExists(refId);
    let replayId = "";
    // A replay is refused while the event's own runs are under way.
    await expect(async () => {
      const replay = await api(`/api/v1/events/${messageId}/replay`, {
        method: "POST",
        body: JSON.stringify({ reason: "To have a page of it" }),
        headers: { "content-type": "application/json" },
      });
      expect(replay.status).toBe(202);
      replayId = String((await replay.json()).replayId);
    }).toPass({ timeout: 20_000 });
    const things = { refId, messageId, replayId, ...(await storeDestination(app, refId)) };
    const page = await as(role);
    for (const { path } of mayOpen(role, [...PAGES, ...pagesAbout(things)])) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expectNoSidewaysScroll(page);
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        await expectAccessible(page);
      }
    }
  });
}

test("axe finds nothing on the pages in front of the dashboard", async ({ page, watch }) => {
  watch.allow(/status of 404/);
  for (const path of ["/sign-in", "/invite/cwi_nothing", "/nowhere"]) {
    await page.goto(path);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
    }
  }
});

import { expect, type Page } from "@playwright/test";
import type { Sender } from "./sender.ts";
import { storeDestination } from "./stored-destination.ts";
import { test } from "./test.ts";

/** Words of the code and the API. Pages of people who are not engineers use those of `app/(dashboard)/_words.ts`. */
const CODE_WORDS =
  /\b(?:(?i:verdicts?|episodes?|gaps?|conflicts?|dead|runs?|handlers?|receipts?|provenance|projection|payload)|update-case|enable-account|notify-customer|NOT_STARTED|IN_PROGRESS|IN_REVIEW|COMPLETED|REJECTED)\b/;

/** All text of the page that a person can come to read: also titles, labels, and what opens at a click. */
async function textOf(page: Page): Promise<string> {
  const texts = await page.locator("main").evaluate((shown) => {
    const main = shown.cloneNode(true) as Element;
    // What is shown as it is stored, by which a hash is checked, and what is typed into a shell.
    for (const stored of main.querySelectorAll("[data-stored]")) stored.remove();
    const named = [...main.querySelectorAll("[title], [aria-label], [placeholder]")];
    const attributes = named.flatMap((node) =>
      ["title", "aria-label", "placeholder"].map((name) => node.getAttribute(name) ?? ""),
    );
    return [main.textContent ?? "", ...attributes];
  });
  return texts.join("\n");
}

/** A case with a missing message, a second onboarding and a contradicted decision. */
async function sendTroubledCase(sender: Sender, refId: string): Promise<{ id: string }> {
  await sender.send(refId, "IN_PROGRESS");
  await sender.send(refId, "COMPLETED", { previousStatus: "IN_REVIEW" });
  await sender.send(refId, "REJECTED", { previousStatus: "IN_REVIEW" });
  return await sender.send(refId, "IN_PROGRESS", { previousStatus: "NOT_STARTED" });
}

test("no page of a viewer or analyst shows a word of the code", async ({ as, app, sender, refId, caseExists }) => {
  const { id } = await sendTroubledCase(sender, refId);
  const refused = await sender.send(refId, "IN_REVIEW", { headers: { "svix-signature": "v1,bm90IGEgc2lnbmF0dXJl" } });
  await caseExists(refId);
  await storeDestination(app, refId);
  for (const role of ["viewer", "analyst"] as const) {
    const page = await as(role);
    const search =
      role === "analyst"
        ? [`/search/messages/${id}`, `/search/messages/${refused.id}`, "/search/messages/msg_never"]
        : [];
    const paths = [
      `/search?q=${refId}&stay=1`,
      ...search,
      ...(role === "analyst" ? ["/my-day"] : []),
      "/cases",
      "/cases?view=table",
      `/cases/${refId}`,
      `/cases/${refId}?episode=1`,
      "/account",
      "/changes",
      ...(role === "analyst" ? ["/exports", "/audit", `/audit?case=vove/${refId}`] : []),
    ];
    for (const path of paths) {
      await page.goto(`${app.url}${path}`);
      await expect(page.getByRole("main")).toBeVisible();
      const text = (await textOf(page)).replaceAll(refId, "");
      expect.soft(CODE_WORDS.exec(text)?.[0], `${path} as ${role}: ${around(text)}`).toBeUndefined();
    }
  }
});

function around(text: string): string {
  const at = text.search(CODE_WORDS);
  return at === -1 ? "" : text.slice(Math.max(0, at - 80), at + 60).replace(/\s+/g, " ");
}

import { randomBytes } from "node:crypto";
import { type BrowserContextOptions, expect } from "@playwright/test";
import type { App } from "./app.ts";
import { storeGaveUp } from "./gave-up.ts";
import type { Role } from "./people.ts";
import { Sender } from "./sender.ts";
import { Steps } from "./steps.ts";
import { test } from "./test.ts";

/** What the questions are about. */
type World = {
  /** In review, with a follow-up of the analyst due today, assigned to nobody. */
  due: string;
  /** Completed, its account enabled. */
  enabled: string;
  /** Of its message. */
  enabledMessage: string;
  /** Two on which enabling the account gave up, one of them yesterday between 14 and 15 h. */
  failed: string;
  failedYesterday: string;
  /** Of a request that was refused. */
  refusedMessage: string;
};

const ERROR = "The core does not answer";

type Question = { question: string; role: Role; answer: (steps: Steps, world: World) => Promise<void> };

const QUESTIONS: readonly Question[] = [
  {
    question: "which cases need me",
    role: "analyst",
    answer: async ({ page }, { due }) => {
      const today = page.getByRole("region", { name: "Due today" });
      await expect(today.getByRole("link", { name: due })).toBeVisible();
      await expect(today.getByText("Ask for the deed")).toBeVisible();
    },
  },
  {
    question: "why is this case where it is",
    role: "analyst",
    answer: async (steps, { due }) => {
      await steps.search(due);
      await expect(steps.page).toHaveURL(new RegExp(`/cases/${due}`));
      await steps.click(steps.page.getByRole("button", { name: "Source of this status" }));
      const drawer = steps.page.getByRole("dialog", { name: "Source of this status" });
      await expect(drawer.getByText(/^msg_/).first()).toBeVisible();
    },
  },
  {
    question: "did a message reach us",
    role: "analyst",
    answer: async (steps, { refusedMessage }) => {
      await steps.search(refusedMessage);
      await expect(steps.page.getByText("A request with this id reached us and was refused.")).toBeVisible();
      await expect(steps.page.getByText("signed with a secret we do not hold", { exact: false })).toBeVisible();
    },
  },
  {
    question: "why did it fail, and where else",
    role: "engineer",
    answer: async (steps, { failed, failedYesterday }) => {
      await steps.goTo("Failures");
      const group = steps.page.getByRole("row").or(steps.page.getByRole("listitem")).filter({ hasText: ERROR });
      await steps.click(group.getByRole("link").first());
      await expect(steps.page.getByText(ERROR).first()).toBeVisible();
      for (const refId of [failed, failedYesterday])
        await expect(steps.page.getByRole("link", { name: refId, exact: true }).first()).toBeVisible();
    },
  },
  {
    question: "run it again safely",
    role: "engineer",
    answer: async (steps, { failed }) => {
      await steps.search(failed);
      const panel = steps.page.getByRole("region", { name: "An action gave up" });
      await steps.click(panel.getByRole("button", { name: "Re-run" }));
      await expect(steps.page.getByRole("region", { name: "Dry run" })).toContainText("Enable the account");
    },
  },
  {
    question: "replay the failures of yesterday from 14 to 15 h",
    role: "admin",
    answer: async (steps) => {
      await steps.goTo("Events");
      await steps.choose(steps.page.getByLabel("Received", { exact: true }), "Yesterday 14–15");
      await expect(steps.page).toHaveURL(/from=.*&to=/);
      await steps.click(steps.page.getByRole("button", { name: "Re-run the failed" }));
      const dryRun = steps.page.getByRole("region", { name: "Dry run" });
      await expect(dryRun).toContainText("1 event, 1 run.");
    },
  },
  {
    question: "what changed since Friday",
    role: "analyst",
    answer: async (steps, { enabled }) => {
      await steps.goTo("Changes");
      await steps.click(steps.page.getByRole("link", { name: "Since Friday" }));
      await expect(steps.page.getByRole("link", { name: "Since Friday" })).toHaveAttribute("aria-current", "true");
      const changed = steps.page.getByRole("list", { name: "Changed cases" }).getByRole("listitem");
      await expect(changed.filter({ hasText: enabled }).first()).toContainText("In review → Completed");
    },
  },
  {
    question: "who enabled this account, on what ground",
    role: "analyst",
    answer: async (steps, { enabled, enabledMessage }) => {
      await steps.search(enabled);
      const item = steps.page.getByRole("listitem").filter({ hasText: "The account was enabled" });
      await expect(item).toContainText(`Because of message ${enabledMessage}, verified with secret …`);
    },
  },
  {
    question: "is the provider silent, is a message missing, do signatures verify",
    role: "analyst",
    answer: async (steps) => {
      await steps.goTo("Provider");
      const short = steps.page.getByRole("region", { name: "In short" });
      await expect(short).toContainText("Is the provider silent?");
      await expect(short.getByText("No case lacks a message that we know of.")).toBeVisible();
      await expect(short.getByRole("link", { name: /refused for the signature/ })).toBeVisible();
    },
  },
  {
    question: "the auditor's pack",
    role: "analyst",
    answer: async (steps, { enabled }) => {
      await steps.search(enabled);
      await steps.click(steps.page.getByRole("button", { name: "Export case" }));
      await expect(
        steps.page
          .getByRole("dialog")
          .getByLabel(/reason|why|for/i)
          .first(),
      ).toBeVisible();
    },
  },
];

const LOOKS: Record<string, BrowserContextOptions> = {
  "1440 px, light": { viewport: { width: 1440, height: 900 }, colorScheme: "light" },
  "1440 px, dark": { viewport: { width: 1440, height: 900 }, colorScheme: "dark" },
  "390 px, light": { viewport: { width: 390, height: 844 }, colorScheme: "light", hasTouch: true },
  "390 px, dark": { viewport: { width: 390, height: 844 }, colorScheme: "dark", hasTouch: true },
};

let world: World | undefined;

/** Sends and stores what the questions are about, once for the file. */
async function theWorld(app: App): Promise<World> {
  world ??= await makeWorld(app);
  return world;
}

async function makeWorld(app: App): Promise<World> {
  const sender = new Sender(app.url, app.secret);
  const refId = (name: string) => `${name}-${randomBytes(3).toString("hex")}`;
  const [due, enabled, failed, failedYesterday] = [refId("due"), refId("enabled"), refId("failed"), refId("earlier")];
  await sender.sendUpTo(due, "IN_REVIEW");
  const { id: enabledMessage } = await sender.sendUpTo(enabled, "COMPLETED");
  await storeGaveUp({ app, sender }, [failed], ERROR);
  const [yesterday = ""] = await storeGaveUp({ app, sender }, [failedYesterday], ERROR);
  const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  await app.sql`update events set received_at = ${`${day}T14:30:00Z`} where message_id = ${yesterday}`;
  const stranger = `whsec_${randomBytes(24).toString("base64")}`;
  const { id: refusedMessage } = await sender.send(due, "IN_REVIEW", { secret: stranger });
  await expect
    .poll(async () => (await app.sql`select from cases where ref_id in ${app.sql([due, enabled])}`).length)
    .toBe(2);
  await expect
    .poll(async () => (await app.sql`select from effects where ref_id = ${enabled} and state = 'done'`).length)
    .toBe(1);
  await app.sql`
    insert into follow_ups (case_id, reason, due_on, owner_id, created_by, seen_at)
    select id, 'Ask for the deed', current_date, 'e2e-analyst', 'Ada', last_change_at from cases where ref_id = ${due}`;
  return { due, enabled, enabledMessage, failed, failedYesterday, refusedMessage };
}

test.use({ ownApp: "ten-questions" });
test.describe.configure({ timeout: 60_000 });

for (const [look, options] of Object.entries(LOOKS)) {
  test.describe(look, () => {
    for (const { question, role, answer } of QUESTIONS) {
      test(`${question}: ${role}`, async ({ as, app }) => {
        const known = await theWorld(app);
        const page = await as(role, { ...options, timezoneId: "UTC" });
        await page.goto("/");
        const steps = new Steps(page);
        await answer(steps, known);
        steps.expectFew();
      });
    }
  });
}

test.describe("by the keyboard alone", () => {
  test("which cases need me: the first of them is opened", async ({ as, app }) => {
    const { due } = await theWorld(app);
    const page = await as("analyst");
    await page.goto("/");
    const steps = new Steps(page);
    await expect(page.getByRole("link", { name: due }).first()).toBeVisible();
    await steps.press("j");
    await steps.press("Enter");
    await expect(page).toHaveURL(new RegExp(`/cases/${due}`));
    steps.expectFew();
  });

  test("did a message reach us", async ({ as, app }) => {
    const { refusedMessage } = await theWorld(app);
    const page = await as("analyst");
    await page.goto("/");
    await expect(page.getByRole("heading", { name: "My day" })).toBeVisible();
    const steps = new Steps(page);
    await steps.press("/");
    await steps.type(refusedMessage);
    await steps.press("Enter");
    await expect(page.getByText("A request with this id reached us and was refused.")).toBeVisible();
    steps.expectFew();
  });

  test("is the provider silent", async ({ as, app }) => {
    await theWorld(app);
    const page = await as("analyst");
    await page.goto("/");
    await expect(page.getByRole("heading", { name: "My day" })).toBeVisible();
    const steps = new Steps(page);
    await steps.press("g p");
    await expect(page.getByText("Is the provider silent?")).toBeVisible();
    steps.expectFew();
  });
});

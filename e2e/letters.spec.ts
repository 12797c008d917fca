import { expect } from "@playwright/test";
import { test } from "./test.ts";

const asJson = { headers: { "content-type": "application/json" } };

test("a rejected business is written to once, with the reason in words, however often the event comes", async ({
  sender,
  inbox,
  api,
  refId,
}) => {
  const to = `${refId}@example.com`;
  const business = { name: "Acme & Söhne", contactEmail: to };
  expect(
    (await api(`/api/v1/businesses/${refId}`, { method: "PUT", body: JSON.stringify(business), ...asJson })).ok,
  ).toBe(true);
  const { id } = await sender.sendUpTo(refId, "REJECTED", { reason: "DOCUMENT_MISMATCH" });
  const letters = () => inbox.letters.filter((letter) => letter.to.includes(to));
  await expect.poll(() => letters().length).toBe(1);
  await sender.send(refId, "REJECTED", { id, reason: "DOCUMENT_MISMATCH" });
  await sender.send(refId, "REJECTED", { reason: "DOCUMENT_MISMATCH" });
  const effects = async () => (await (await api(`/api/v1/cases/${refId}`)).json()).effects;
  await expect.poll(effects).toMatchObject([{ key: `case/${refId}/1/notify-customer`, state: "done" }]);
  await expect
    .poll(async () => (await (await api(`/api/v1/events?refId=${refId}&runState=queued`)).json()).items)
    .toEqual([]);
  expect(letters()).toHaveLength(1);
  expect(letters()[0]?.source).toContain("do not match the details given for the business");
  expect(letters()[0]?.source).toContain("Acme & Söhne");
});

test("a letter with no contact on file is skipped in sight, and sent when the contact is known and someone re-runs it", async ({
  as,
  sender,
  inbox,
  api,
  refId,
}) => {
  const to = `${refId}@example.com`;
  const { id } = await sender.sendUpTo(refId, "REJECTED");
  const page = await as("engineer");
  await page.goto(`/events/${id}?tab=runs`);
  await page.getByRole("group").filter({ hasText: "notify-customer" }).getByText("notify-customer").click();
  await expect(page.getByText("no contact on file").first()).toBeVisible();
  await api(`/api/v1/businesses/${refId}`, { method: "PUT", body: JSON.stringify({ contactEmail: to }), ...asJson });

  await page.getByRole("button", { name: "Re-run handler" }).click();
  const form = page.getByRole("form", { name: "Re-run a handler" });
  await form.getByLabel("Handler").selectOption({ label: "notify-customer (skipped)" });
  await expect(form.getByText("Send the letter.")).toBeVisible();
  expect(
    inbox.letters.some((letter) => letter.to.includes(to)),
    "a dry run sends nothing",
  ).toBe(false);
  await form.getByLabel("Why").fill("The contact has come");
  await form.getByRole("button", { name: "Re-run", exact: true }).click();
  await expect.poll(() => inbox.letters.filter((letter) => letter.to.includes(to)).length).toBe(1);

  await expect(
    page
      .getByText("Asked for by Enzo", { exact: false })
      .or(page.getByText("Enzo: The contact has come", { exact: false }))
      .first(),
  ).toBeVisible();
  await page.getByRole("button", { name: "Re-run handler" }).click();
  await form.getByLabel("Handler").selectOption({ label: "notify-customer (succeeded)" });
  await expect(form.getByText("Would not repeat:", { exact: false })).toBeVisible();
});

test("a completed business's account is enabled once", async ({ as, sender, api, refId, caseExists }) => {
  const { id } = await sender.sendUpTo(refId, "COMPLETED");
  await sender.send(refId, "COMPLETED", { id });
  const page = await as("viewer");
  await caseExists(refId);
  await page.goto(`/cases/${refId}`);
  await expect(page.getByText("The account was enabled")).toHaveCount(1);
  await expect(page.getByText("Enabled", { exact: true })).toBeVisible();
  const found = await (await api(`/api/v1/cases/${refId}`)).json();
  expect(found.effects).toMatchObject([{ key: `case/${refId}/1/enable-account`, state: "done" }]);
});

test("a letter that cannot be sent is tried again, given up, and re-run by an engineer", async ({
  as,
  sender,
  inbox,
  api,
  app,
  refId,
  caseExists,
}) => {
  const to = `${refId}@example.com`;
  await api(`/api/v1/businesses/${refId}`, { method: "PUT", body: JSON.stringify({ contactEmail: to }), ...asJson });
  inbox.refuse = (letterTo) => (letterTo === to ? { code: 451, sentence: "Try again later" } : undefined);
  const { id } = await sender.sendUpTo(refId, "REJECTED");
  const page = await as("engineer");
  await page.goto(`/events/${id}?tab=runs`);
  await expect(page.getByText("Next attempt", { exact: false }).first()).toBeVisible();
  for (let attempt = 2; attempt <= 5; attempt += 1) {
    await expect
      .poll(
        async () => {
          // The waits of 5 s to an hour are shortened; that they are kept is for the tests of lib/runs.
          await app.sql`update runs set due_at = now() where state = 'queued' and handler = 'notify-customer'
        and event_id = (select id from events where message_id = ${id})`;
          const { runs } = await (await api(`/api/v1/events/${id}`)).json();
          return runs.some(
            (run: { handler: string; attempt: number; state: string }) =>
              run.handler === "notify-customer" && run.attempt === attempt && run.state !== "queued",
          );
        },
        { timeout: 20_000 },
      )
      .toBe(true);
  }
  await expect(page.getByText("Gave up", { exact: true }).first()).toBeVisible();
  await caseExists(refId);
  await page.goto(`/cases/${refId}`);
  await expect(page.getByText("Delivery problem")).toBeVisible();

  inbox.refuse = undefined;
  await page.goto(`/events/${id}`);
  await page.getByRole("button", { name: "Re-run handler" }).click();
  const form = page.getByRole("form", { name: "Re-run a handler" });
  await expect(form.getByLabel("Handler"), "what went wrong is chosen").toContainText("notify-customer (gave up)");
  await form.getByLabel("Why").fill("The mail server is back");
  await form.getByRole("button", { name: "Re-run", exact: true }).click();
  await expect.poll(() => inbox.letters.filter((letter) => letter.to.includes(to)).length).toBe(1);
});

test("a letter that may or may not have left is not sent again until an engineer has settled it", async ({
  as,
  sender,
  inbox,
  api,
  refId,
}) => {
  const to = `${refId}@example.com`;
  const key = `case/${refId}/1/notify-customer`;
  await api(`/api/v1/businesses/${refId}`, { method: "PUT", body: JSON.stringify({ contactEmail: to }), ...asJson });
  inbox.refuse = (letterTo) => (letterTo === to ? "hang-up" : undefined);
  const { id } = await sender.sendUpTo(refId, "REJECTED");
  const effects = async () => (await (await api(`/api/v1/cases/${refId}`)).json()).effects;
  await expect.poll(effects).toMatchObject([{ key, state: "unknown" }]);
  inbox.refuse = undefined;

  const page = await as("engineer");
  await page.goto(`/events/${id}?tab=runs`);
  const form = page.getByRole("form", { name: "Re-run a handler" });
  const rerun = async () => {
    await page.getByRole("button", { name: "Re-run handler" }).click();
    await form.getByLabel("Handler").selectOption({ label: "notify-customer (skipped)" });
  };
  await rerun();
  await expect(form.getByRole("region", { name: "Dry run" })).not.toContainText("Send the letter.");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: `Settle ${key}` }).click();
  const settling = page.getByRole("form", { name: "Settle the effect" });
  await settling.getByLabel("It", { exact: true }).selectOption("not-arrived");
  await settling.getByLabel("How you know").fill("It is not in the mail server's log");
  await settling.getByRole("button", { name: "Settle" }).click();
  await expect(page.getByText("Did not happen", { exact: true }).first()).toBeVisible();

  await rerun();
  await expect(form.getByText("Send the letter.")).toBeVisible();
  await form.getByLabel("Why").fill("It never arrived");
  await form.getByRole("button", { name: "Re-run", exact: true }).click();
  await expect.poll(() => inbox.letters.filter((letter) => letter.to.includes(to)).length).toBe(1);
});

test("an analyst waives a letter that did not go, and the case waits for nobody any more", async ({
  as,
  sender,
  api,
  refId,
  caseExists,
}) => {
  const { id } = await sender.sendUpTo(refId, "REJECTED");
  const waiting = async () =>
    (await (await api(`/api/v1/cases?attention=business-not-told&refId=${refId}`)).json()).items.length as number;
  await expect.poll(waiting).toBe(1);
  await caseExists(refId);
  const page = await as("analyst");
  await page.goto(`/cases/${refId}`);
  await expect(page.getByText("there was no contact on file, or no mail server", { exact: false })).toBeVisible();
  await page.getByRole("button", { name: "Waive" }).click();
  const form = page.getByRole("dialog", { name: "Waive the letter" });
  await form.getByLabel("Why need the business not be written to?").fill("They were called on the phone");
  await form.getByRole("button", { name: "Waive" }).click();
  await expect(page.getByText("Waived: the letter is not sent.").first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Waive" })).toHaveCount(0);
  await expect(page.getByText("waived the letter to the business", { exact: false }).first()).toBeVisible();
  expect(await waiting()).toBe(0);
  expect((await (await api(`/api/v1/events/${id}`)).json()).effects).toMatchObject([{ state: "waived" }]);
});

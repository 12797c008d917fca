import { randomBytes } from "node:crypto";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  type Page,
} from "@playwright/test";
import { type App, startApp } from "./app.ts";
import type { Inbox } from "./inbox.ts";
import { addPeople, type Role, type SignedIn, signIn } from "./people.ts";
import { Sender } from "./sender.ts";

type TestFixtures = {
  /** A page of a new browser in which a person of that role is signed in. */
  as: (role: Role, options?: BrowserContextOptions) => Promise<Page>;
  /** Sends signed events to the app under test. */
  sender: Sender;
  inbox: Inbox;
  /** Sends a request to the JSON API as an admin. */
  api: (path: string, init?: RequestInit) => Promise<Response>;
  /** Waits until the case has been projected: before that its page answers 404. */
  caseExists: (refId: string) => Promise<void>;
  /** A refId no other test uses. */
  refId: string;
  /** Fails the test for each console error, uncaught exception or violation of the content security policy that it did not allow. */
  watch: { context: (context: BrowserContext) => void; allow: (pattern: RegExp) => void };
};

type WorkerFixtures = {
  /** Set by a file that overwrites the whole database: it gets a worker process and an app of its own. */
  ownApp: string;
  app: App;
  /** Signs each role in once per worker process. */
  signedIn: (browser: Browser, role: Role) => Promise<SignedIn>;
};

export const test = base.extend<TestFixtures, WorkerFixtures>({
  ownApp: ["", { scope: "worker", option: true }],
  app: [
    async ({}, use) => {
      const app = await startApp();
      await addPeople(app);
      await use(app);
      await app.stop();
    },
    { scope: "worker", timeout: 60_000 },
  ],
  signedIn: [
    async ({ app }, use) => {
      const states = new Map<Role, Promise<SignedIn>>();
      await use((browser, role) => {
        const state = states.get(role) ?? signIn(browser, app.url, role);
        states.set(role, state);
        return state;
      });
    },
    { scope: "worker" },
  ],
  baseURL: async ({ app }, use) => use(app.url),
  sender: async ({ app }, use) => use(new Sender(app.url, app.secret)),
  inbox: async ({ app }, use) => use(app.inbox),
  api: async ({ app }, use) =>
    use((path, init) =>
      fetch(app.url + path, { ...init, headers: { authorization: `Bearer ${app.apiToken}`, ...init?.headers } }),
    ),
  caseExists: async ({ api }, use) =>
    use((refId) =>
      base.expect.poll(async () => (await api(`/api/v1/cases/${encodeURIComponent(refId)}`)).status).toBe(200),
    ),
  refId: async ({}, use) => use(`acme-${randomBytes(4).toString("hex")}`),
  watch: async ({}, use) => {
    const seen: string[] = [];
    const allowed: RegExp[] = [];
    await use({
      context: (context) => {
        context.on("console", (message) => {
          if (message.type() === "error")
            seen.push(`${message.text()} (${message.location().url}, on ${message.page()?.url()})`);
        });
        context.on("weberror", (error) => seen.push(`uncaught: ${error.error().stack ?? error.error().message}`));
      },
      allow: (pattern) => allowed.push(pattern),
    });
    base.expect(seen.filter((line) => !allowed.some((pattern) => pattern.test(line)))).toEqual([]);
  },
  context: async ({ context, watch }, use) => {
    watch.context(context);
    await use(context);
  },
  as: async ({ app, browser, signedIn, watch }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (role, options = {}) => {
      const storageState = await signedIn(browser, role);
      // Some acts require a recent sign-in.
      await app.sql`update sessions set verified_at = now()`;
      const context = await browser.newContext({ baseURL: app.url, storageState, ...options });
      watch.context(context);
      contexts.push(context);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
});

import type { Browser, BrowserContext } from "@playwright/test";
import { passwordHash } from "#lib/access/passwords/password-hash";
import type { App } from "./app.ts";

export const ROLES = ["viewer", "analyst", "engineer", "admin"] as const;
export type Role = (typeof ROLES)[number];
export const PASSWORD = "correct horse battery";

const NAMES: Record<Role, string> = { viewer: "Vera", analyst: "Ana", engineer: "Enzo", admin: "Ada" };

export const emailOf = (role: Role) => `${role}@example.com`;
export const nameOf = (role: Role) => NAMES[role];

/** Adds one account of each role, as after an accepted invite. */
export async function addPeople({ sql }: App): Promise<void> {
  const password = await passwordHash(PASSWORD);
  for (const role of ROLES) {
    const id = `e2e-${role}`;
    await sql`insert into users (id, name, email, email_verified, role) values (${id}, ${NAMES[role]}, ${emailOf(role)}, true, ${role})`;
    await sql`insert into credentials (id, account_id, provider_id, user_id, password) values (${id}, ${id}, 'credential', ${id}, ${password})`;
  }
}

/** Adds the account `<id>@example.com` with the same password, for a test that changes or removes it. */
export async function addPerson({ sql }: App, person: { id: string; name: string; role: Role }): Promise<void> {
  const { id, name, role } = person;
  await sql`insert into users (id, name, email, role) values (${id}, ${name}, ${`${id}@example.com`}, ${role})`;
  await sql`
    insert into credentials (id, account_id, provider_id, user_id, password)
    select ${id}, ${id}, provider_id, ${id}, password from credentials where id = 'e2e-admin'`;
}

export type SignedIn = Awaited<ReturnType<BrowserContext["storageState"]>>;

/** Signs in by the sign-in page's own request. Its cookies serve every test of that role in the worker process. */
export async function signIn(browser: Browser, url: string, role: Role): Promise<SignedIn> {
  const context = await browser.newContext();
  const data = { email: emailOf(role), password: PASSWORD };
  const response = await context.request.post(`${url}/api/auth/sign-in/email`, { data, headers: { origin: url } });
  if (!response.ok()) throw new Error(`signing in as ${role}: ${response.status()} ${await response.text()}`);
  const state = await context.storageState();
  await context.close();
  return state;
}

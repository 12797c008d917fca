import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { startEmbedded } from "#db/embedded";
import { migrate } from "#db/migrate";

const TEMPLATE = "casewire_template";

declare module "vitest" {
  export interface ProvidedContext {
    serverUrl: string;
  }
}

/** Vitest's global set-up: one PostgreSQL for the whole run, holding one migrated template that each test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const embedded = await startEmbedded(`node_modules/.cache/casewire/test-cluster-${process.pid}`, {
    settings: { max_connections: "200", fsync: "off" },
  });
  const server = postgres(embedded.url, { max: 1, onnotice: () => {} });
  await server.unsafe(`create database ${TEMPLATE}`);
  await server.end();
  await migrate(withDatabase(embedded.url, TEMPLATE));
  project.provide("serverUrl", embedded.url);
  return embedded.stop;
}

/** The same server, another database. */
export function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

import type { TestProject } from "vitest/node";
import { startDatabasePool } from "./database-pool.ts";
import { startTemplateServer } from "./template.ts";

declare module "vitest" {
  export interface ProvidedContext {
    serverUrl: string;
    serverOwnerUrl: string;
    databasePool: string;
  }
}

/** Vitest's global set-up: one PostgreSQL for the whole run, with a pool of databases of which each test file takes one. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTemplateServer();
  const pool = startDatabasePool(server);
  project.provide("serverUrl", server.url);
  project.provide("serverOwnerUrl", server.ownerUrl);
  project.provide("databasePool", pool.folder);
  return async () => {
    await pool.stop();
    await server.stop();
  };
}

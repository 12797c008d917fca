import type { TestProject } from "vitest/node";
import { startTemplateServer } from "./template.ts";

declare module "vitest" {
  export interface ProvidedContext {
    serverUrl: string;
    serverOwnerUrl: string;
  }
}

/** Vitest's global set-up: one PostgreSQL for the whole run, holding one migrated template that each test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTemplateServer();
  project.provide("serverUrl", server.url);
  project.provide("serverOwnerUrl", server.ownerUrl);
  return server.stop;
}

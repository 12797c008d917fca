import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./longest-first.ts";

// Each test file is a process of its own, and some start more: they share what V8 has compiled.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL("../node_modules/.cache/casewire/compiled", import.meta.url));

export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  test: {
    include: ["{app,bin,components,db,lib,tools}/**/*.test.ts", "{app,components}/**/*.test.tsx"],
    globalSetup: "./db/testing/global-setup.ts",
    setupFiles: ["./db/testing/own-database.ts", "./db/testing/quiet-console.ts"],
    env: { LOG_LEVEL: "silent", CASEWIRE_SECRET: "a secret of the test suite, 32 characters or more" },
    // Long enough for a busy machine.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Twice the two cores of a small machine: with three one core was idle for a tenth of the time.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    // Bundled once: reading their hundreds of modules in each test file's process was half of the suite's work.
    deps: {
      optimizer: { ssr: { enabled: true, include: ["drizzle-orm", "drizzle-orm/pg-core", "drizzle-orm/postgres-js"] } },
    },
  },
});

import { defineConfig } from "vitest/config";

export default defineConfig({
  root: new URL("..", import.meta.url).pathname,
  test: {
    include: ["{app,bin,components,db,lib}/**/*.test.ts", "{app,components}/**/*.test.tsx"],
    globalSetup: "./db/testing/cluster.ts",
    setupFiles: ["./db/testing/clone.ts", "./db/testing/quiet-console.ts"],
    env: { LOG_LEVEL: "silent", CASEWIRE_SECRET: "a secret of the test suite, 32 characters or more" },
    testTimeout: 20_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});

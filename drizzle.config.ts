import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: [
    "./db/enums.ts",
    "./db/access-schema.ts",
    "./db/factor-schema.ts",
    "./db/destination-schema.ts",
    "./db/schema.ts",
    "./db/audit-schema.ts",
    "./db/seal-schema.ts",
    "./db/read-schema.ts",
    "./db/retention-schema.ts",
    "./db/desk-schema.ts",
    "./db/figures-schema.ts",
    "./db/settings-schema.ts",
    "./db/worker-schema.ts",
  ],
  out: "./db/migrations",
  casing: "snake_case",
});

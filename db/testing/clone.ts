import { randomBytes } from "node:crypto";
import { afterAll, inject } from "vitest";
import { connect } from "#db/connect";
import { withDatabase } from "#db/connection-url";
import { closePool } from "#db/pool";
import { closeOwner } from "./owner.ts";
import { TEMPLATE } from "./template.ts";

/** Vitest's set-up for each test file: a database of its own, cloned from the template and dropped after the file's last test. */
const name = `test_${randomBytes(6).toString("hex")}`;
const server = connect(inject("serverOwnerUrl"));
await server.unsafe(`create database ${name} template ${TEMPLATE}`);
process.env.DATABASE_URL = withDatabase(inject("serverUrl"), name);

afterAll(async () => {
  await closePool();
  await closeOwner();
  await server.unsafe(`drop database ${name} with (force)`);
  await server.end();
});

/** A typical implementation without Casewire: Express 5, the svix package and pg, one row per message. */
import type { AddressInfo } from "node:net";
import express from "express";
import pg from "pg";
import { Webhook } from "svix";

const webhook = new Webhook(process.env.VOVE_WEBHOOK_SECRETS ?? "");
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
const app = express();

app.post("/api/webhooks/vove", express.raw({ type: "application/json" }), async (request, response) => {
  const headers = {
    "svix-id": request.header("svix-id") ?? "",
    "svix-timestamp": request.header("svix-timestamp") ?? "",
    "svix-signature": request.header("svix-signature") ?? "",
  };
  try {
    webhook.verify(request.body, headers);
  } catch {
    response.status(401).json({ error: "bad signature" });
    return;
  }
  await pool.query("insert into webhook_events (message_id, body) values ($1, $2) on conflict do nothing", [
    headers["svix-id"],
    request.body.toString(),
  ]);
  response.json({ received: true });
});

const server = app.listen(0, () => process.send?.({ serving: (server.address() as AddressInfo).port }));
process.on("SIGTERM", () => process.exit(0));
process.on("disconnect", () => process.exit(0));

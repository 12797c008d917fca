import { and, eq, inArray } from "drizzle-orm";
import { credentials, users } from "#db/access-schema";
import { database } from "#db/pool";
import { formatTimestamp } from "#lib/format-timestamp";
import { sendNotice } from "#lib/letters/send-notice";
import { smtp } from "#lib/letters/smtp";
import { log } from "#lib/log";
import type { HealthChange } from "./destination-health.ts";

/** Writes to every admin that a destination is failing or was disabled. Sends nothing where no mail server is configured. Never throws. */
export async function tellAdmins({ kind, name, failingSince, reason }: HealthChange): Promise<void> {
  if (!(await smtp())) return;
  const subject = kind === "failing" ? `Casewire: ${name} is failing` : `Casewire: ${name} was disabled`;
  const lines =
    kind === "failing"
      ? [
          `The destination ${name} has answered nothing but failures since ${formatTimestamp(failingSince)}.`,
          "Casewire keeps trying by its retry schedule. If the failures go on, the destination is disabled.",
        ]
      : [
          `The destination ${name} was disabled. ${reason}`,
          "What happens meanwhile is kept. When the service takes deliveries again, enable the destination and send what it missed.",
        ];
  try {
    // Who is deactivated has no credentials.
    const active = database().select({ id: credentials.userId }).from(credentials);
    const admins = await database()
      .select({ email: users.email })
      .from(users)
      .where(and(eq(users.role, "admin"), inArray(users.id, active)));
    for (const { email } of admins) await sendNotice(email, subject, lines);
  } catch (error) {
    log.error({ err: error, destination: name }, "admins could not be told of a failing destination");
  }
}

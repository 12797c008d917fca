import type { deliveries, outgoingEvents } from "#db/destination-schema";

type Stored = Pick<typeof deliveries.$inferSelect, "format" | "personalData"> &
  Pick<typeof outgoingEvents.$inferSelect, "body" | "personalBody"> & {
    /** The bytes of the sender's event; null where it came from none. */
    eventBody: Buffer | null;
  };

/** The body of a delivery's requests: the same bytes at every attempt. Empty once retention has removed them. */
export function deliveryBody({ format, personalData, body, personalBody, eventBody }: Stored): Buffer {
  if (format === "as-received" && eventBody) return eventBody;
  return Buffer.from((personalData && personalBody) || body, "utf8");
}

import type { ClaimedDelivery } from "./claim-deliveries.ts";
import type { Header } from "./compose-request.ts";

/** One request and what came of it. */
export type Attempt = {
  delivery: ClaimedDelivery;
  /** When the request began. */
  at: Date;
  requestHeaders: Header[];
  answer: { status: number; headers: Header[]; body: Buffer; truncated: boolean } | null;
  durationMs: number;
  peerAddress: string | null;
  /** Why it failed, in words; null: it succeeded. */
  error: string | null;
};

/**
 * VOVE ID's words for its retries: the first after 5 s, exponential, at most an hour apart, at most 5 attempts in all. Svix documents a
 * schedule of 27 hours for the same sender: we count on the shorter. 9 is the factor by which four gaps grow from 5 s to the hour.
 */
const GAPS_IN_SECONDS = [5, 45, 405, 3600];

export type DeliveryDeadline = {
  /** About when the sender makes its last attempt; after that only a resend by hand, or its API, brings the event. */
  givesUpAt: Date;
  /** About when it tries next; undefined once it has given up. */
  nextAttemptAt: Date | undefined;
};

/** Until when the sender goes on with an event that it first tried at `firstAttemptAt` and has not delivered. */
export function deliveryDeadline(firstAttemptAt: Date, now: Date): DeliveryDeadline {
  let at = firstAttemptAt.getTime();
  const attempts = GAPS_IN_SECONDS.map((seconds) => {
    at += seconds * 1000;
    return new Date(at);
  });
  return { givesUpAt: new Date(at), nextAttemptAt: attempts.find((attempt) => attempt > now) };
}

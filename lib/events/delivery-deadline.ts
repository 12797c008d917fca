/**
 * VOVE ID documents its retries: the first after 5 s, exponential, at most an hour apart, at most 5 attempts in all. Svix documents a
 * schedule of 27 hours for the same sender: the shorter is assumed. 9 is the factor by which four gaps grow from 5 s to the hour.
 */
const GAPS_IN_SECONDS = [5, 45, 405, 3600];

export type DeliveryDeadline = {
  /** About when the sender makes its last attempt. Afterwards only a manual resend, or its API, brings the event. */
  givesUpAt: Date;
  /** About when it tries next; undefined once it has given up. */
  nextAttemptAt: Date | undefined;
};

/** The remaining attempts of an undelivered event whose first attempt was at `firstAttemptAt`. */
export function deliveryDeadline(firstAttemptAt: Date, now: Date): DeliveryDeadline {
  let at = firstAttemptAt.getTime();
  const attempts = GAPS_IN_SECONDS.map((seconds) => {
    at += seconds * 1000;
    return new Date(at);
  });
  return { givesUpAt: new Date(at), nextAttemptAt: attempts.find((attempt) => attempt > now) };
}

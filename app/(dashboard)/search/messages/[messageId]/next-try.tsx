import { Time } from "#components/time";
import { deliveryDeadline } from "#lib/events/delivery-deadline";
import { messageIdTime } from "#lib/sources/message-id";

/** When VOVE ID tries a message again that has not been accepted, by the time that its id holds. */
export function NextTry({ messageId, now }: { messageId: string; now: Date }) {
  const madeAt = messageIdTime(messageId);
  if (madeAt === undefined) {
    return "VOVE ID tries a message five times within about an hour and ten minutes. Its ids hold the time they were made; this one holds none.";
  }
  const { givesUpAt, nextAttemptAt } = deliveryDeadline(madeAt, now);
  if (nextAttemptAt === undefined) {
    return (
      <>
        By its id it was made at <Time at={madeAt} absolute className="" />; VOVE ID tried for the last time at about{" "}
        <Time at={givesUpAt} absolute className="" /> and does not try again by itself.
      </>
    );
  }
  return (
    <>
      By its id it was made at <Time at={madeAt} absolute className="" />; VOVE ID tries it next{" "}
      <Time at={nextAttemptAt} upcoming />, and for the last time at about <Time at={givesUpAt} absolute className="" />
      .
    </>
  );
}

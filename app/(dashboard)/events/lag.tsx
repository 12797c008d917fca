import { inTwoUnits } from "#components/duration";

const CLOCKS = {
  "message-id": "by the time inside its message id",
  timestamp: "by the timestamp of its first attempt: its id tells no time",
  receipt: "by the time of its receipt: nothing of the sender's tells a time",
};

type Clocked = { occurredAt: Date; receivedAt: Date; clock: keyof typeof CLOCKS };

/** The source of the event's time, in words. */
export function clockInWords(clock: Clocked["clock"]): string {
  return CLOCKS[clock];
}

/** The time from making to receipt, by the event clock; a dash where only the receipt's own time is known. */
export function Lag({ occurredAt, receivedAt, clock }: Clocked) {
  if (clock === "receipt") return <span title={CLOCKS.receipt}>–</span>;
  const lag = receivedAt.getTime() - occurredAt.getTime();
  return (
    <span title={`Received ${milliseconds(lag)} after it was made, ${CLOCKS[clock]}`} className="whitespace-nowrap">
      {clock === "timestamp" ? "≥ " : ""}
      {milliseconds(lag)}
    </span>
  );
}

/** `4 ms`, `1.2 s`, `14m 3s`; negative where the sender's clock is ahead. */
export function milliseconds(ms: number): string {
  const sign = ms < 0 ? "−" : "";
  const size = Math.abs(ms);
  if (size < 1000) return `${sign}${size < 10 ? Number(size.toFixed(1)) : Math.round(size)} ms`;
  if (size < 60_000) return `${sign}${Number((size / 1000).toFixed(1))} s`;
  return sign + inTwoUnits(size);
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const formats = new Map<string, Intl.DateTimeFormat>();

/** One for each zone: to make a format takes longer than to use it. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const made =
    formats.get(zone) ??
    new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
      timeZoneName: "longOffset",
    });
  formats.set(zone, made);
  return made;
}

/** Put together from numbers: the words of a format differ between versions of ICU, so between a server and its browsers. */
function fieldsOf(at: Date, zone: string): { day: string; minute: string; second: string; offset: string } {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const minute = `${parts.hour}:${parts.minute}`;
  return {
    day: `${parts.day} ${MONTHS[Number(parts.month) - 1]} ${parts.year}`,
    minute,
    second: `${minute}:${parts.second}`,
    offset: offsetOf(parts.timeZoneName ?? ""),
  };
}

/** `GMT+05:30` as `UTC+5:30`, `GMT-03:00` as `UTC−3`; versions of ICU write none as `GMT` or `GMT+00:00`. */
function offsetOf(name: string): string {
  const found = /^GMT([+-])0?(\d+):(\d\d)/.exec(name);
  const [, sign, hours, minutes] = found ?? [];
  if (!found || (hours === "0" && minutes === "00")) return "UTC";
  return `UTC${sign === "-" ? "−" : "+"}${hours}${minutes === "00" ? "" : `:${minutes}`}`;
}

/** `22 Nov 2026, 23:45:24 UTC+1` */
export function timeInZone(at: Date, zone: string): string {
  const { day, second, offset } = fieldsOf(at, zone);
  return `${day}, ${second} ${offset}`;
}

/** The same without seconds and offset, for lists. */
export function minuteInZone(at: Date, zone: string): string {
  const { day, minute } = fieldsOf(at, zone);
  return `${day}, ${minute}`;
}

/** The same moment in UTC, with its day only where that differs: `22:45:24 UTC`. Null where the zone shows UTC. */
export function utcBeside(at: Date, zone: string): string | null {
  const here = fieldsOf(at, zone);
  if (here.offset === "UTC") return null;
  const { day, second } = fieldsOf(at, "UTC");
  return `${day === here.day ? "" : `${day}, `}${second} UTC`;
}

import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import type { Warning } from "#lib/provider/warnings";
import { warningKey, warningLine } from "./warning-words.tsx";

const source = { source: "vove", name: "VOVE ID" };
const text = (warning: Warning) => renderToStaticMarkup(warningLine(warning, "analyst").text).replace(/<[^>]+>/g, "");

describe("warningLine", () => {
  it.each<[Warning, RegExp]>([
    [{ kind: "silent", ...source, since: "2026-11-30T09:12:00Z" }, /VOVE ID is silent since .*09:12/],
    [
      { kind: "quieter", ...source, hours: 4, seen: 3, low: 20, high: 35 },
      /VOVE ID is quieter than usual: 3 messages in the last 4 h, usually 20–35\./,
    ],
    [
      { kind: "signatures", ...source, n: 1200, since: "2026-11-30T09:00:00Z" },
      /1,200 requests that look like those of/,
    ],
    [{ kind: "last-secret", ...source, retiresAt: "2026-11-30T09:00:00Z" }, /The last secret of VOVE ID retires/],
    [{ kind: "runs-wait", n: 1, seconds: 600 }, /1 action waits to be carried out, the oldest for 10/],
    [{ kind: "deliveries-wait", n: 2, seconds: 1200 }, /2 deliveries wait to be sent to your services/],
    [{ kind: "no-worker" }, /No worker is running/],
  ])("%j", (warning, sentence) => {
    expect(text(warning).replace(/[\u2066-\u2069]/g, "")).toMatch(sentence);
  });

  it("leads to pages that the role may open", () => {
    const place = (kind: "unopenable-secret", role: "analyst" | "admin") => warningLine({ kind }, role).href;
    expect(place("unopenable-secret", "analyst")).toBe("/provider");
    expect(place("unopenable-secret", "admin")).toBe("/settings/sources");
    const waiting: Warning = { kind: "deliveries-wait", n: 2, seconds: 1200 };
    expect([warningLine(waiting, "analyst").href, warningLine(waiting, "engineer").href]).toEqual([
      "/provider",
      "/destinations",
    ]);
  });

  it("is the same warning, whatever its numbers", () => {
    const key = (n: number) => warningKey({ kind: "signatures", ...source, n, since: "2026-11-30T09:00:00Z" });
    expect(key(5)).toBe(key(500));
    expect(key(5)).not.toBe(warningKey({ kind: "silent", ...source, since: "2026-11-30T09:00:00Z" }));
  });
});

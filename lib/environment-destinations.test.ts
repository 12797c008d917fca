import { describe, expect, it } from "vitest";
import { readEnvironment } from "./environment.ts";

const read = (variables: Record<string, string>) => readEnvironment({ CASEWIRE_SECRET: "x".repeat(32), ...variables });
const allowed = (text: string) => {
  const { hosts, ranges } = read({ CASEWIRE_DESTINATIONS_ALLOW: text }).CASEWIRE_DESTINATIONS_ALLOW;
  return [...hosts, ...ranges.map(([first, prefix]) => `${first}/${prefix}`)];
};

describe("CASEWIRE_DESTINATIONS_ALLOW", () => {
  it("takes host names, addresses and CIDRs, separated by spaces or commas", () => {
    expect(allowed("hooks.internal, localhost 127.0.0.1\n10.20.0.0/16,fd12::/64 [::1]")).toEqual([
      "hooks.internal",
      "localhost",
      "127.0.0.1/32",
      "10.20.0.0/16",
      "fd12::/64",
      "::1/128",
    ]);
  });

  it("keeps a host name as a URL spells it", () => {
    expect(allowed("Hooks.INTERNAL. bücher.example")).toEqual(["hooks.internal", "xn--bcher-kva.example"]);
  });

  it("is empty when it is unset", () => {
    expect(allowed("")).toEqual([]);
  });

  it.each([
    "https://hooks.internal",
    "hooks.internal:8443",
    "*.internal",
    "0177.0.0.1",
    "2130706433",
    "127.1",
    "1.2.3.4.5",
    "10.0.0.5/8",
    "10.0.0.0/33",
    "10.0.0.0/",
    "10.0.0.0/8/8",
    "fe80::1%eth0",
    "fd12::/129",
    "/var/run/hooks.sock",
    "a..b",
  ])("refuses %s and names it", (entry) => {
    expect(() => allowed(`hooks.internal ${entry} localhost`)).toThrow(
      `CASEWIRE_DESTINATIONS_ALLOW must hold host names, addresses and CIDRs, such as hooks.internal, 127.0.0.1 or 10.20.0.0/16: ${entry} is none`,
    );
  });

  it("names no password that was pasted with a host", () => {
    expect(() => allowed("ada:hunter2@hooks.internal")).toThrow(/: …@hooks\.internal is none$/);
  });
});

describe("CASEWIRE_DESTINATIONS_PRIVATE", () => {
  it("is allow or unset", () => {
    expect(read({}).CASEWIRE_DESTINATIONS_PRIVATE).toBeUndefined();
    expect(read({ CASEWIRE_DESTINATIONS_PRIVATE: "allow" }).CASEWIRE_DESTINATIONS_PRIVATE).toBe("allow");
    expect(() => read({ CASEWIRE_DESTINATIONS_PRIVATE: "yes" })).toThrow(
      /^CASEWIRE_DESTINATIONS_PRIVATE must be allow/,
    );
  });
});

describe("CASEWIRE_DESTINATIONS_DISABLE_DAYS", () => {
  it.each([
    [{}, 5],
    [{ CASEWIRE_DESTINATIONS_DISABLE_DAYS: "0" }, 0],
    [{ CASEWIRE_DESTINATIONS_DISABLE_DAYS: "365" }, 365],
  ])("of %j is %d", (variables, days) => {
    expect(read(variables).CASEWIRE_DESTINATIONS_DISABLE_DAYS).toBe(days);
  });

  it.each(["-1", "366", "1.5", "five"])("refuses %s", (text) => {
    expect(() => read({ CASEWIRE_DESTINATIONS_DISABLE_DAYS: text })).toThrow(
      /^CASEWIRE_DESTINATIONS_DISABLE_DAYS must/,
    );
  });
});

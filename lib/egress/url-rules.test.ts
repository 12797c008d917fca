import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { policyOf } from "./testing/receiver.ts";
import { checkUrl } from "./url-rules.ts";

const strict = policyOf();
const at =
  (...addresses: string[]) =>
  async () =>
    addresses;
const publicly = at("1.1.1.1", "2606:4700::1111");
const nowhere = async () => {
  throw Object.assign(new Error("none"), { code: "ENOTFOUND" });
};

const problemOf = async (text: string, policy = strict, resolve = publicly as (host: string) => Promise<string[]>) => {
  const checked = await checkUrl(text, policy, resolve);
  return "problem" in checked ? checked.problem : undefined;
};

describe("checkUrl", () => {
  it.each([
    ["https://service.example/hooks?tenant=7", "https://service.example/hooks?tenant=7"],
    ["  https://Service.EXAMPLE.:443  ", "https://service.example/"],
    ["https://bücher.example/größe", "https://xn--bcher-kva.example/gr%C3%B6%C3%9Fe"],
    ["https://service.example:8443/", "https://service.example:8443/"],
    ["https://1.1.1.1/", "https://1.1.1.1/"],
    ["https://0x01010101/", "https://1.1.1.1/"],
    ["https://[2606:4700:0::1111]/", "https://[2606:4700::1111]/"],
    ["https://intranet/hooks", "https://intranet/hooks"],
    ["https://a_b.example/@ada", "https://a_b.example/@ada"],
  ])("takes %s as %s", async (text, url) => {
    expect(await checkUrl(text, strict, publicly)).toEqual({ url });
  });

  it.each([
    ["", "must begin with https:// and a host"],
    ["service.example/hooks", "must begin with https:// and a host"],
    ["/hooks", "must begin with https:// and a host"],
    ["ftp://service.example", "must begin with https:// and a host"],
    ["https:service.example", "must begin with https:// and a host"],
    ["https:///hooks", "must begin with https:// and a host"],
    ["unix:/var/run/hooks.sock", "must begin with https:// and a host"],
    ["http+unix://%2Fvar%2Frun%2Fhooks.sock/", "must begin with https:// and a host"],
    ["http://unix:/var/run/hooks.sock:/hooks", "must not name a unix socket"],
    ["https://ada:hunter2@service.example", "must hold no user name and no password: use a header instead"],
    ["https://@service.example", "must hold no user name and no password: use a header instead"],
    ["https://service.example/#top", "must hold no fragment (#): it is never sent"],
    ["https://service.example/a b", "must hold no spaces, line breaks, backslashes or unseen characters"],
    ["https://service.ex\nample", "must hold no spaces, line breaks, backslashes or unseen characters"],
    ["https://service.ex\u00adample", "must hold no spaces, line breaks, backslashes or unseen characters"],
    ["https://1.1.1.1\\@service.example", "must hold no spaces, line breaks, backslashes or unseen characters"],
    ["https://[fe80::1%25eth0]/", "must hold an IPv6 address without a zone"],
    ["https://[fe80::1%eth0]/", "must hold an IPv6 address without a zone"],
    ["https://service.example:0/", "must not use port 0: https:// is not spoken there"],
    ["https://service.example:25/", "must not use port 25: https:// is not spoken there"],
    ["https://service.example:65536/", "must be a URL such as https://service.example/hooks"],
    ["https://service..example/", "must name a host such as service.example"],
    ["https://service.example../", "must name a host such as service.example"],
    ["https://$(id).example/", "must name a host such as service.example"],
    [`https://${"a".repeat(64)}.example/`, "must name a host such as service.example"],
    [`https://service.example/${"a".repeat(2048)}`, "must hold at most 2048 characters"],
    [`https://service.example/${"ö".repeat(1000)}`, "must hold at most 2048 characters, percent-encoded"],
  ])("refuses %j: %s", async (text, problem) => {
    expect(await problemOf(text)).toBe(problem);
  });

  it.each([
    "https://127.0.0.1/",
    "https://127.1/",
    "https://0177.0.0.1/",
    "https://0x7f.1/",
    "https://2130706433/",
    "https://127.0.0.1./",
    "https://１２７.0.0.1/",
    "https://%31%32%37.0.0.1/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[0:0:0:0:0:ffff:7f00:1]/",
    "https://[64:ff9b::127.0.0.1]/",
    "https://[2002:7f00:1::]/",
    "https://169.254.169.254/latest/meta-data/",
  ])("refuses the address in %s", async (text) => {
    expect(await problemOf(text, policyOf({ private: "allow" }))).toMatch(/: name it in CASEWIRE_DESTINATIONS_ALLOW/);
  });

  it("refuses loopback in any spelling that the URL parser takes", async () => {
    const octet = (byte: number) => fc.constantFrom(String(byte), `0x${byte.toString(16)}`, `0${byte.toString(8)}`);
    const byte = fc.integer({ min: 0, max: 255 });
    const spelled = fc.tuple(byte, byte, byte).chain(([b, c, d]) =>
      fc.oneof(
        fc.tuple(octet(127), octet(b), octet(c), octet(d)).map((octets) => octets.join(".")),
        fc.constant(String(((127 * 256 + b) * 256 + c) * 256 + d)),
        fc.constant(`0x${(((127 * 256 + b) * 256 + c) * 256 + d).toString(16)}`),
        octet(127).map((first) => `${first}.${b * 65_536 + c * 256 + d}`),
      ),
    );
    await fc.assert(
      fc.asyncProperty(spelled, async (host) => {
        expect(await problemOf(`https://${host}/`)).toMatch(/^the address 127\.[\d.]+ is loopback/);
      }),
    );
  });

  it("refuses a name of which one address is refused", async () => {
    expect(await problemOf("https://service.example", strict, at("1.1.1.1", "10.0.0.3"))).toBe(
      "the address 10.0.0.3 is private: set CASEWIRE_DESTINATIONS_PRIVATE=allow to send there",
    );
    expect(
      await problemOf("https://service.example", policyOf({ private: "allow" }), at("1.1.1.1", "10.0.0.3")),
    ).toBeUndefined();
  });

  it("takes a name that cannot be resolved now, and waits 2 s for it", async () => {
    expect(await problemOf("https://service.example", strict, nowhere)).toBeUndefined();
    const started = performance.now();
    expect(await problemOf("https://service.example", strict, () => new Promise(() => {}))).toBeUndefined();
    expect(performance.now() - started).toBeGreaterThan(1900);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it("takes http for what the list holds alone", async () => {
    const policy = policyOf({ allow: "hooks.internal 10.20.0.0/16 127.0.0.1", private: "allow" });
    const https = "http:// is for hosts and addresses in CASEWIRE_DESTINATIONS_ALLOW: use https://";
    expect(await problemOf("http://hooks.internal:8080/", policy, nowhere)).toBeUndefined();
    expect(await problemOf("http://127.0.0.1:3000/", policy)).toBeUndefined();
    expect(await problemOf("http://service.example/", policy, at("10.20.0.7"))).toBeUndefined();
    expect(await problemOf("http://service.example/", policy, at("10.20.0.7", "10.21.0.7"))).toBe(https);
    expect(await problemOf("http://service.example/", policy, publicly)).toBe(https);
    expect(await problemOf("http://service.example/", policy, nowhere)).toBe(https);
    expect(await problemOf("http://10.0.0.3/", policy)).toBe(https);
  });

  it("takes a host that is allowed by its name with whatever addresses it has", async () => {
    const policy = policyOf({ allow: "localhost" });
    expect(await checkUrl("http://LOCALHOST:4000/", policy, at("127.0.0.1"))).toEqual({
      url: "http://localhost:4000/",
    });
    expect(await problemOf("http://localhost.example:4000/", policy, at("127.0.0.1"))).toMatch(/is loopback/);
  });

  it("refuses the ports that fetch refuses", async () => {
    /** Takes the place of the connection: what fetch does not refuse ends here. */
    const dispatcher = {
      dispatch() {
        throw new Error("not refused");
      },
    };
    for (let port = 1; port < 11_000; port += 1) {
      const { cause } = await fetch(`http://127.0.0.1:${port}/`, { dispatcher } as RequestInit).catch((error) => error);
      const refused = (await problemOf(`https://service.example:${port}/`)) !== undefined;
      expect([port, refused]).toEqual([port, /bad port/.test(String(cause))]);
    }
  });
});

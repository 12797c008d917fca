import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  casePath,
  deliveryPath,
  destinationPath,
  eventPath,
  messageIdNamed,
  rawPath,
  refIdNamed,
  withoutDataSuffix,
} from "./page-paths.ts";
import { refIdProblem } from "./ref-id.ts";

/** What a browser makes of the address, and a server of that. */
function read(path: string) {
  const { pathname, searchParams } = new URL(path, "http://desk.test");
  const [list, part = "", below] = pathname.slice(1).split("/");
  return { pathname, list, part: decodeURIComponent(part), below, query: searchParams };
}

const refIds = fc
  .oneof(
    fc.string({ unit: "binary", minLength: 1, maxLength: 512 }),
    fc
      .array(fc.constantFrom(...["a", ".", "/", "\\", "%", "2", "e", "?", "#", "&", "=", "+", " ", ".rsc", "\n"]), {
        minLength: 1,
        maxLength: 8,
      })
      .map((parts) => parts.join("")),
  )
  .filter((refId) => refIdProblem(refId) === undefined);

describe("casePath", () => {
  it("leads back to every refId there can be", () => {
    fc.assert(
      fc.property(refIds, (refId) => {
        const { list, part, below, query } = read(casePath({ source: "vove-sandbox", refId }, { episode: "2" }));
        expect([list, below, query.get("source"), query.get("episode")]).toEqual([
          "cases",
          undefined,
          "vove-sandbox",
          "2",
        ]);
        expect(refIdNamed(part, query.get("refId") ?? undefined)).toBe(refId);
        expect(withoutDataSuffix(casePath({ source: "vove", refId }))).toBeUndefined();
      }),
    );
  });

  it.each([
    ["acme-001", "/cases/acme-001"],
    ["acme.rsc", "/cases/by-ref?refId=acme.rsc"],
    ["..", "/cases/by-ref?refId=.."],
    ["a b/ü", "/cases/by-ref?refId=a+b%2F%C3%BC"],
    ["by-ref", "/cases/by-ref"],
  ])("of %s is %s", (refId, path) => expect(casePath({ source: "vove", refId })).toBe(path));
});

describe("eventPath and rawPath", () => {
  it("lead back to every message id there can be", () => {
    const messageIds = fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 256 });
    fc.assert(
      fc.property(messageIds, (messageId) => {
        for (const [path, expected] of [
          [eventPath({ source: "vove", messageId }, { list: "q=a&q=b" }), undefined],
          [rawPath({ source: "vove", messageId }, 7), "raw"],
        ] as const) {
          const { list, part, below, query } = read(path);
          expect([list, below, query.get("source")]).toEqual(["events", expected, "vove"]);
          expect(messageIdNamed(part, query.get("messageId") ?? undefined)).toBe(messageId);
        }
      }),
    );
  });
});

describe("destinationPath and deliveryPath", () => {
  const destinationId = "4f4d4a0e-7f0c-4f7e-9a43-0b1f7d2f7e11";

  it("name the destination, and its delivery below it", () => {
    expect(destinationPath(destinationId)).toBe(`/destinations/${destinationId}`);
    expect(destinationPath(destinationId, { state: "dead", type: undefined })).toBe(
      `/destinations/${destinationId}?state=dead`,
    );
    expect(deliveryPath({ destinationId, deliveryId: 7 })).toBe(`/destinations/${destinationId}/deliveries/7`);
  });
});

describe("withoutDataSuffix", () => {
  it.each([
    ["/cases/acme.rsc", "/cases/by-ref?refId=acme.rsc"],
    ["/cases/a%2Fb%2ERSC?source=other&episode=2", "/cases/by-ref?refId=a%2Fb.RSC&source=other&episode=2"],
    ["/events/msg_1.segment.rsc", "/events/by-id?messageId=msg_1.segment.rsc"],
  ])("sends %s to %s", (address, to) => expect(withoutDataSuffix(address)).toBe(to));

  it.each([
    "/cases/acme",
    "/cases/rsc",
    "/cases?q=a.rsc",
    "/cases/by-ref?refId=a.rsc",
    "/api/v1/cases/a.rsc",
    "/events/x.rsc/raw",
  ])("leaves %s alone", (address) => expect(withoutDataSuffix(address)).toBeUndefined());
});

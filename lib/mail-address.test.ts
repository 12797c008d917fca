import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isMailAddress, mailAddressInAscii, mailAddressInput } from "./mail-address.ts";

describe("isMailAddress", () => {
  it.each([
    ...[
      "ann@example.com",
      "info@xn--e1afmkfd.xn--p1ai",
      "info@bücher.test",
      "r&d@harbour.test",
      "sales/eu@harbour.test",
    ],
    ...["o'neil+kyb@mail.harbour.test", "{x}!#$%*=?^_`|~-@a.example", "почта@пример.рф", "用户@例え.jp", "a@b.co"],
    ...["first.last@sub_domain.example.museum", `${"x".repeat(200)}@example.com`],
  ])("takes %s", (address) => expect(isMailAddress(address)).toBe(true));

  it.each([
    ...["", "@", "ann", "ann@", "@example.com", "ann@example", "ann@@example.com", "ann@a@example.com", "ann@.com"],
    ...[
      "ann@example..com",
      "ann@-a.com",
      "ann@a-.com",
      "ann@127.0.0.1",
      "ann@[127.0.0.1]",
      "ann@exam ple.com",
      "a nn@example.com",
    ],
    ...[
      "ann@example.com\r\nBcc: eve@example.com",
      "ann@example.com,eve@example.com",
      "ann@example.com;eve",
      "<ann@example.com>",
    ],
    ...[
      "Ann <ann@example.com>",
      '"ann"@example.com',
      "ann\u200b@example.com",
      "ann\u202e@example.com",
      "ann\0@example.com",
    ],
    ...[
      "ann@example.com/x",
      "ann@example.com?x",
      "ann@exa%6dple.com",
      "ann@\ud800.com",
      `${"x".repeat(250)}@example.com`,
    ],
  ])("does not take %j", (address) => expect(isMailAddress(address)).toBe(false));

  it("takes no address that could stand for two, or that changes what follows in a header", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
        const address = `${text}@example.com`;
        return !isMailAddress(address) || !/[\s,;<>()"\\@]|\p{C}/u.test(text);
      }),
    );
  });

  it("loses white space around it", () => expect(mailAddressInput.parse(" r&d@bücher.test\n")).toBe("r&d@bücher.test"));
});

it("an address goes out with its host name in ASCII", () => {
  expect(mailAddressInAscii("info@Bücher.test")).toBe("info@xn--bcher-kva.test");
  expect(mailAddressInAscii("r&d@harbour.test")).toBe("r&d@harbour.test");
});

import { createServer } from "node:http";
import { describe, expect, it } from "vitest";
import { describeListening, listenOn } from "./listen-on.ts";

describe("listenOn", () => {
  it("says by the variable's name that HOST is no address of this machine", async () => {
    // Of TEST-NET-1, which nobody has.
    const listening = listenOn(createServer(), { port: 0, host: "192.0.2.1" });
    await expect(listening).rejects.toThrow("HOST 192.0.2.1 is no address of this machine.");
  });

  it("listens on the one address that is asked for", async () => {
    const server = createServer();
    await listenOn(server, { port: 0, host: "127.0.0.1" });
    expect(server.address()).toMatchObject({ address: "127.0.0.1" });
    server.close();
  });
});

it.each([
  [{ port: 3000 }, "listening on port 3000 of every address"],
  [{ port: 3000, host: "0.0.0.0" }, "listening on port 3000 of every address"],
  [{ port: 3000, host: "::" }, "listening on port 3000 of every address"],
  [{ port: 80, host: "10.0.0.7" }, "listening on 10.0.0.7:80"],
  [{ port: 80, host: "2001:db8::7" }, "listening on [2001:db8::7]:80"],
  [{ port: 80, host: "127.0.0.1" }, "listening on 127.0.0.1:80, which only this machine reaches: HOST changes that"],
  [{ port: 80, host: "::1" }, "listening on [::1]:80, which only this machine reaches: HOST changes that"],
])("tells of %j: %s", (listening, words) => {
  expect(describeListening(listening)).toBe(words);
});

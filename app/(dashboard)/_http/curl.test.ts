import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { curlOf } from "./curl.ts";

const url = "https://desk.example/api/webhooks/vove";

/** The words a shell makes of the command. */
const words = (command: string) => {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  return execFileSync("bash", ["-c", script]).toString("utf8").split("\0").slice(0, -1);
};

describe("curlOf", () => {
  it("gives a command whose words are the delivery's, whatever stands in them", () => {
    const text = `{"refId":"o'neill $(id) \`id\` \\\\ é"}\n`;
    const headers = [
      ["Host", "desk.example"],
      ["svix-id", "msg_1"],
      ["svix-signature", "v1,abc="],
    ] as const;
    expect(words(curlOf({ url, headers, text }))).toEqual([
      "-X",
      "POST",
      url,
      "-H",
      "svix-id: msg_1",
      "-H",
      "svix-signature: v1,abc=",
      "--data-raw",
      text,
    ]);
  });

  it("names a file for what fits no command line", () => {
    expect(words(curlOf({ url, headers: [], text: undefined })).slice(-2)).toEqual(["--data-binary", "@body.bin"]);
    expect(words(curlOf({ url, headers: [], text: "x".repeat(100_000) })).at(-1)).toBe("@body.bin");
  });
});

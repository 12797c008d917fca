import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { contentSecurityPolicy } from "./security-headers.ts";

describe("the Content-Security-Policy", () => {
  it("allows the one style sheet that sonner adds by script, and no other", () => {
    const script = readFileSync(fileURLToPath(import.meta.resolve("sonner")), "utf8");
    const [sheet, ...more] = [...script.matchAll(/^__insertCSS\((".*")\);?$/gm)].map(([, literal]) => literal);
    expect(more).toEqual([]);
    const allowed = ["", JSON.parse(sheet ?? "")].map((text) => createHash("sha256").update(text).digest("base64"));
    expect(contentSecurityPolicy("n", false)).toContain(
      `style-src 'self' 'nonce-n' ${allowed.map((hash) => `'sha256-${hash}'`).join(" ")};`,
    );
  });

  it("has no hash in development, where one would switch off the inline styles of Next's reload", () => {
    expect(contentSecurityPolicy("n", true)).toContain("style-src 'self' 'unsafe-inline';");
  });
});

import { expect, it } from "vitest";
import { browserName } from "./browser-name.ts";

const MOZILLA = "Mozilla/5.0";
const CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36";

it.each([
  [`${MOZILLA} (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0`, "Firefox on Linux"],
  [`${MOZILLA} (Windows NT 10.0; Win64; x64) ${CHROME} Edg/153.0.0.0`, "Edge on Windows"],
  [`${MOZILLA} (Linux; Android 16) ${CHROME}`, "Chrome on Android"],
  [`${MOZILLA} (Macintosh; Intel Mac OS X 15_0) AppleWebKit/605.1.15 Version/19.0 Safari/605.1.15`, "Safari on macOS"],
  ["curl/8.5.0", "A program"],
  ["", "A program"],
])("names %s", (userAgent, name) => {
  expect(browserName(userAgent)).toBe(name);
});

import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { chromium, type LaunchOptions } from "@playwright/test";

const SYSTEM_BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const UNPACKED = resolve("node_modules/.cache/chromium");
const FONTS = `${UNPACKED}/fonts.conf`;
/** The package's own configuration names another folder for its fonts, and Chromium crashes on a select without a font. */
const FONTS_CONFIGURATION = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${UNPACKED}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${UNPACKED}/fonts-cache</cachedir>
</fontconfig>
`;

/**
 * Launch options of Chromium: $CHROME_PATH, Playwright's own if it is installed, the system's, or on Linux x64 the one npm installed, which
 * needs no download and no system package.
 */
export async function browserLaunch(): Promise<LaunchOptions> {
  // Chromium refuses its sandbox to root.
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const candidates = [process.env.CHROME_PATH ?? "", chromium.executablePath(), ...SYSTEM_BROWSERS];
  const found = candidates.find((path) => path && existsSync(path));
  if (found) return { executablePath: found, args };
  if (process.platform === "linux" && process.arch === "x64") return { ...(await unpackedChromium()), args };
  throw new Error("No Chromium found. Run `npx playwright install chromium`, or set CHROME_PATH.");
}

/** Unpacks @sparticuz/chromium and its system libraries once. */
async function unpackedChromium(): Promise<LaunchOptions> {
  const complete = `${UNPACKED}/complete`;
  // The package treats any existing file as complete, so an interrupted unpacking is removed.
  if (!existsSync(complete)) rmSync(UNPACKED, { recursive: true, force: true });
  mkdirSync(UNPACKED, { recursive: true });
  // It unpacks into TMPDIR, and its libraries only on AWS Lambda.
  const before = { ...process.env };
  process.env.TMPDIR = UNPACKED;
  process.env.AWS_EXECUTION_ENV = "AWS_Lambda_nodejs24.x";
  try {
    const { default: bundled } = await import("@sparticuz/chromium");
    const executablePath = await bundled.executablePath();
    writeFileSync(FONTS, FONTS_CONFIGURATION);
    writeFileSync(complete, "");
    const { LD_LIBRARY_PATH = "" } = process.env;
    return { executablePath, env: { ...(before as Record<string, string>), LD_LIBRARY_PATH, FONTCONFIG_FILE: FONTS } };
  } finally {
    for (const name of ["TMPDIR", "AWS_EXECUTION_ENV", "LD_LIBRARY_PATH", "FONTCONFIG_PATH"]) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
}

import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { delimiter, resolve } from "node:path";
import { rejectOptions } from "#bin/process/command-line";

/** `npm test`: all checks, the quick ones first. The first stage that fails ends it with its exit code. */
const REPORTS = "test-results/reports";
const VITEST_REPORT = `${REPORTS}/vitest.json`;
const PLAYWRIGHT_REPORT = `${REPORTS}/playwright.json`;

type Stage = { name: string; commands: string[][] };

const STAGES: Stage[] = [
  { name: "Format and lint", commands: [["biome", "check", "--error-on-warnings", "."]] },
  {
    name: "Types",
    commands: [
      ["next", "typegen"],
      ["tsc", "--noEmit"],
    ],
  },
  {
    name: "Unit and integration tests",
    commands: [
      [
        "vitest",
        "run",
        "--config",
        ".config/vitest.ts",
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${VITEST_REPORT}`,
      ],
    ],
  },
  { name: "Production build", commands: [["node", "bin/build.ts"]] },
  { name: "Browser tests", commands: [["playwright", "test", "--config", "e2e/playwright.config.ts"]] },
];

const env = {
  ...process.env,
  PATH: `${resolve("node_modules/.bin")}${delimiter}${process.env.PATH}`,
  NEXT_TELEMETRY_DISABLED: "1",
};

rejectOptions("npm test   lint, types, unit, integration and browser tests, and the build");
rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });
const times: string[] = [];
for (const stage of STAGES) {
  console.log(`\n── ${stage.name}`);
  const started = performance.now();
  const code = await runStage(stage);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`── ${stage.name}: ${code === 0 ? "passed" : "failed"} in ${seconds} s`);
  times.push(`${stage.name} ${seconds} s`);
  if (code !== 0) finish(code);
}
finish(0);

async function runStage({ commands }: Stage): Promise<number> {
  for (const command of commands) {
    const code = await run(command);
    if (code !== 0) return code;
  }
  return 0;
}

function run([program = "", ...args]: string[]): Promise<number> {
  return new Promise((done) => {
    const child = spawn(program, args, { env, stdio: ["ignore", "inherit", "inherit"] });
    child.on("error", (error) => {
      console.error(`${program} could not be started: ${error.message}`);
      done(1);
    });
    child.on("exit", (code) => done(code ?? 1));
  });
}

function finish(code: number): never {
  const vitest = report<{ numPassedTests: number; numFailedTests: number }>(VITEST_REPORT);
  const playwright = report<{ stats: { expected: number; unexpected: number; flaky: number } }>(PLAYWRIGHT_REPORT);
  const passed = (vitest?.numPassedTests ?? 0) + (playwright ? playwright.stats.expected + playwright.stats.flaky : 0);
  const failed = (vitest?.numFailedTests ?? 0) + (playwright?.stats.unexpected ?? 0);
  console.log(`\n${times.join(", ")}`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(code);
}

function report<T>(path: string): T | undefined {
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as T) : undefined;
}

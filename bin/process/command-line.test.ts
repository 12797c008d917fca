import { expect, it } from "vitest";
import { z } from "zod";
import { parseOptions } from "./command-line.ts";

const schema = z.object({
  rounds: z.coerce.number().int().min(1).default(3),
  source: z.string().optional(),
  force: z.boolean().default(false),
});
const repeatable = z.object({ secret: z.array(z.string().min(3)).default([]) });
const withPositionals = schema.extend({ positionals: z.array(z.enum(["kill", "fuzz"], "there is no such scenario")) });

it("reads values, flags and defaults", () => {
  expect(parseOptions(["--rounds", "5", "--force"], schema)).toEqual({ rounds: 5, force: true });
  expect(parseOptions(["--source=vove"], schema)).toEqual({ rounds: 3, source: "vove", force: false });
});

it("reads an option that may be repeated", () => {
  expect(parseOptions(["--secret", "one", "--secret=two"], repeatable)).toEqual({ secret: ["one", "two"] });
  expect(parseOptions([], repeatable)).toEqual({ secret: [] });
  expect(() => parseOptions(["--secret", "x"], repeatable)).toThrow(/^--secret: /);
});

it("names each option that is unknown or has a wrong value", () => {
  expect(() => parseOptions(["--rounds", "0"], schema)).toThrow(/^--rounds: /);
  expect(() => parseOptions(["--no-such-option"], schema)).toThrow("--no-such-option");
  expect(() => parseOptions(["--force=yes"], schema)).toThrow("--force");
  expect(() => parseOptions(["kill"], schema)).toThrow("kill");
});

it("reads the words without an option where the schema has them", () => {
  expect(parseOptions(["fuzz", "--rounds", "2", "kill"], withPositionals)).toMatchObject({
    positionals: ["fuzz", "kill"],
  });
  expect(() => parseOptions(["other"], withPositionals)).toThrow(/^there is no such scenario$/);
});

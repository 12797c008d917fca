import { readFileSync } from "node:fs";

type Variables = Record<string, string | undefined>;

/** The variables that hold secrets. Their value may be in a file instead, named by `<variable>_FILE`. */
export const SECRET_VARIABLES = [
  "DATABASE_URL",
  "DATABASE_OWNER_URL",
  "CASEWIRE_SECRET",
  "CASEWIRE_SECRET_PREVIOUS",
  "CASEWIRE_ADMIN",
  "CASEWIRE_API_TOKEN",
  "VOVE_WEBHOOK_SECRETS",
  "SMTP_URL",
  "OIDC_CLIENT_SECRET",
] as const;

/** `given` with the secrets of files, and a sentence for each file that cannot be read. A line break at a file's end is dropped. */
export function withSecretFiles(given: Variables): { variables: Variables; problems: string[] } {
  const variables = { ...given };
  const problems: string[] = [];
  for (const name of SECRET_VARIABLES) {
    const file = `${name}_FILE`;
    const path = given[file];
    if (!path) continue;
    if (given[name]) problems.push(`${file} and ${name} are both set: leave one out`);
    else {
      const read = readSecret(path);
      if (read.text === undefined) problems.push(`${file} ${read.problem}`);
      else variables[name] = read.text;
    }
  }
  return { variables, problems };
}

function readSecret(path: string): { text: string } | { text?: undefined; problem: string } {
  try {
    const text = readFileSync(path, "utf8").replace(/\r?\n$/, "");
    return text === "" ? { problem: `names a file that is empty: ${path}` } : { text };
  } catch (error) {
    return { problem: `names a file that cannot be read: ${(error as Error).message}` };
  }
}

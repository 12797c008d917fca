import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { processWide } from "#lib/process-wide";
import { Refusal } from "#lib/refusal";

type Parameters = { ln: number; r: number; p: number };

/** One of the parameter sets OWASP recommends: 32 MiB and about 0.3 s of one core for each hash. */
const ADVISED: Parameters = { ln: 15, r: 8, p: 3 };
/** The defaults of better-auth, which stores no parameters. */
const BETTER_AUTH: Parameters = { ln: 14, r: 16, p: 1 };
const SALT_BYTES = 16;
const KEY_BYTES = 64;

/** Concurrent hashes in a process: each takes 32 MiB and one of libuv's four threads, which files and DNS need too. */
const MAX_AT_ONCE = 2;
/** A few seconds of work. Further requests are refused, so that strangers cannot queue up more. */
const MAX_WAITING = 20;

type Turns = { taken: number; waiting: (() => void)[] };

const turns = processWide("password hashing", (): Turns => ({ taken: 0, waiting: [] }));

/**
 * A password as it is stored, `scrypt$ln=15,r=8,p=3$salt$key`. Slow on purpose: call it before a transaction, not within. Throws Refusal
 * `too-many` while too many others wait.
 */
export async function passwordHash(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, salt, ADVISED);
  const { ln, r, p } = ADVISED;
  return `scrypt$ln=${ln},r=${r},p=${p}$${salt.toString("base64")}$${key.toString("base64")}`;
}

/** Whether `stored` is the hash of `password`. Throws Refusal `too-many` as `passwordHash` does. */
export async function passwordMatches(stored: string, password: string): Promise<boolean> {
  const { parameters, salt, key } = read(stored);
  const matches = timingSafeEqual(await derive(password, salt, parameters), key);
  // As long for a cheaper old hash as for a new one: the time would tell that the e-mail is known.
  if (!matches && isOutdated(stored)) await derive(password, randomBytes(SALT_BYTES), ADVISED);
  return matches;
}

/** Whether `stored` was made with other parameters than the current ones. */
export function isOutdated(stored: string): boolean {
  const { ln, r, p } = read(stored).parameters;
  return ln !== ADVISED.ln || r !== ADVISED.r || p !== ADVISED.p;
}

function read(stored: string): { parameters: Parameters; salt: Buffer; key: Buffer } {
  const [, ln, r, p, salt = "", key = ""] = /^scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(stored) ?? [];
  const parameters = { ln: Number(ln), r: Number(r), p: Number(p) };
  if (ln) return { parameters, salt: Buffer.from(salt, "base64"), key: keyOf(key, "base64") };
  const [hexSalt = "", hexKey = ""] = stored.split(":");
  // better-auth uses the hexadecimal text itself as salt, not the bytes it encodes.
  return { parameters: BETTER_AUTH, salt: Buffer.from(hexSalt), key: keyOf(hexKey, "hex") };
}

function keyOf(text: string, encoding: "base64" | "hex"): Buffer {
  const key = Buffer.from(text, encoding);
  // A key of another length matches no password.
  return key.length === KEY_BYTES ? key : randomBytes(KEY_BYTES);
}

async function derive(password: string, salt: Buffer, { ln, r, p }: Parameters): Promise<Buffer> {
  await takeTurn();
  try {
    const N = 2 ** ln;
    // Node needs a little more memory than the formula's 128 N r.
    const options = { N, r, p, maxmem: 256 * N * r };
    return await new Promise<Buffer>((resolve, reject) => {
      scrypt(password.normalize("NFKC"), salt, KEY_BYTES, options, (error, key) =>
        error ? reject(error) : resolve(key),
      );
    });
  } finally {
    endTurn();
  }
}

function takeTurn(): Promise<void> | undefined {
  if (turns.taken < MAX_AT_ONCE) {
    turns.taken++;
    return;
  }
  if (turns.waiting.length >= MAX_WAITING) {
    throw new Refusal("too-many", "Many people are signing in at this moment. Try again in a few seconds.");
  }
  return new Promise((resolve) => turns.waiting.push(resolve));
}

function endTurn(): void {
  const next = turns.waiting.shift();
  if (next) next();
  else turns.taken--;
}

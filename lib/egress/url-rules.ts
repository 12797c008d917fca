import { isIP } from "node:net";
import { type AddressPolicy, checkAddress, isAddressAllowed, isHostAllowed } from "./address-policy.ts";
import { orAborted, type Resolve, resolveHost } from "./resolve-host.ts";

const MAX_URL_CHARACTERS = 2048;
/** A name that takes longer to resolve is taken at save: it is resolved again at each connection. */
const RESOLVE_MS = 2000;

/** Ports on which fetch refuses to speak HTTP (WHATWG, "port blocking"): mail, shells, file systems and other protocols listen there. */
// biome-ignore format: a list of numbers
const BLOCKED_PORTS = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110, 111, 113, 115, 117,
  119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636,
  989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10_080,
]);

/** A URL in the parts that a connection needs. `host` has no brackets, `authority` is the value of the Host header. */
export type Target = { url: string; host: string; port: number; path: string; authority: string; tls: boolean };

type Checked<Value> = Value | { problem: string };

/**
 * Checks the URL of a destination at save: its spelling, and the addresses that it leads to today. Gives the URL as it is requested, or
 * what is wrong with it. Each connection checks again.
 */
export async function checkUrl(
  text: string,
  policy: AddressPolicy,
  resolve: Resolve = resolveHost,
): Promise<Checked<{ url: string }>> {
  const target = readTarget(text);
  if ("problem" in target) return target;
  const addresses = await addressesOf(target.host, resolve);
  const problem = checkTarget(target, addresses, policy);
  return problem === undefined ? { url: target.url } : { problem };
}

/** What forbids a request to this target, whose host has these addresses; undefined where nothing does. One bad address is enough. */
export function checkTarget(
  { host, tls }: Target,
  addresses: readonly string[],
  policy: AddressPolicy,
): string | undefined {
  if (isHostAllowed(host, policy)) return;
  for (const address of addresses) {
    const refusal = checkAddress(address, policy);
    if (refusal) return refusal.sentence;
  }
  const allListed = addresses.length > 0 && addresses.every((address) => isAddressAllowed(address, policy));
  return tls || allListed
    ? undefined
    : "http:// is for hosts and addresses in CASEWIRE_DESTINATIONS_ALLOW: use https://";
}

/** Reads a URL by the rules that need no address: scheme, user name, fragment, host and port. */
export function readTarget(given: string): Checked<Target> {
  const text = given.trim();
  const problem = spellingProblem(text);
  if (problem !== undefined) return { problem };
  if (!URL.canParse(text)) return { problem: "must be a URL such as https://service.example/hooks" };
  const url = new URL(text);
  // A certificate names its host without the dot.
  if (url.hostname.endsWith(".")) url.hostname = url.hostname.slice(0, -1);
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const wrong = hostProblem(host) ?? portProblem(url);
  if (wrong !== undefined) return { problem: wrong };
  if (url.href.length > MAX_URL_CHARACTERS)
    return { problem: `must hold at most ${MAX_URL_CHARACTERS} characters, percent-encoded` };
  const tls = url.protocol === "https:";
  return {
    url: url.href,
    host,
    port: Number(url.port || (tls ? 443 : 80)),
    path: url.pathname + url.search,
    authority: url.host,
    tls,
  };
}

/** What the URL parser would correct, drop or misread without a word. */
function spellingProblem(text: string): string | undefined {
  if (text.length > MAX_URL_CHARACTERS) return `must hold at most ${MAX_URL_CHARACTERS} characters`;
  if (/[\s\p{Cc}\p{Cf}\\]/u.test(text)) return "must hold no spaces, line breaks, backslashes or unseen characters";
  const [, authority] = /^https?:\/\/([^/?#]+)/i.exec(text) ?? [];
  if (authority === undefined) return "must begin with https:// and a host";
  if (authority.includes("@")) return "must hold no user name and no password: use a header instead";
  if (text.includes("#")) return "must hold no fragment (#): it is never sent";
  if (/^unix(:|$)/i.test(authority)) return "must not name a unix socket";
  if (/^\[[^\]]*%/.test(authority)) return "must hold an IPv6 address without a zone";
}

function hostProblem(host: string): string | undefined {
  if (isIP(host) !== 0) return;
  const labels = host.split(".");
  const isName = host.length <= 253 && labels.every((label) => /^[a-z0-9_-]{1,63}$/.test(label));
  return isName ? undefined : "must name a host such as service.example";
}

function portProblem({ port, protocol }: URL): string | undefined {
  const blocked = port !== "" && BLOCKED_PORTS.has(Number(port));
  return blocked ? `must not use port ${port}: ${protocol}// is not spoken there` : undefined;
}

/** None where the name cannot be resolved now. */
async function addressesOf(host: string, resolve: Resolve): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host];
  return orAborted(resolve(host), AbortSignal.timeout(RESOLVE_MS)).catch(() => []);
}

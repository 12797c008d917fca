import { get } from "node:http";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { ROLES } from "#lib/permissions";
import { signInUsers, startApp } from "#tools/bench/benchmarks/pages/app";
import { newRefId, sendEvent } from "#tools/bench/load/message";
import { markdownTable } from "#tools/harness/markdown-table";
import type { Benchmark } from "./benchmark.ts";

/** More than a board's column shows. */
const CASES = 40;

/** Bytes. `served` is the size over the wire to a browser that accepts gzip and brotli; the others are computed. */
type Weight = { raw: number; served: number; gzip: number; brotli: number };

const HEAD = ["page", "HTML served", "HTML gzip", "JS files", "JS served", "JS raw", "JS gzip", "JS brotli"];

export const pageWeight: Benchmark = {
  name: "weight",
  about: "the bytes of HTML and JavaScript that the first load of each page takes",
  async run(_, context) {
    const { sql, endpoint } = await startApp(context);
    const { url } = endpoint;
    const refIds = Array.from({ length: CASES }, newRefId);
    for (const refId of refIds) await sendEvent(endpoint, refId, "IN_PROGRESS");
    const cookie = (await signInUsers(context, url, ROLES.length)).at(-1) ?? "";
    const [event] = await sql`select message_id from events limit 1`;
    const paths = [
      ...["/sign-in", "/cases", "/cases?view=table", `/cases/${refIds[0]}`, "/events", `/events/${event?.message_id}`],
      ...["/rejected", "/audit", "/team", "/settings/sources", "/settings/tokens", "/settings/mail"],
    ];
    const rows: string[][] = [];
    for (const path of paths) rows.push(await row(url, path, path === "/sign-in" ? "" : cookie));
    console.log(`\nIn kB (1000 bytes), as ${ROLES.at(-1)}, ${CASES} cases.\n`);
    console.log(markdownTable(HEAD, rows));
  },
};

async function row(url: string, path: string, cookie: string): Promise<string[]> {
  const page = await fetched(url + path, cookie);
  const html = weigh(page);
  // Browsers with modules do not fetch a `nomodule` script.
  const tags = page.text.match(/<script\b[^>]*>/g)?.filter((tag) => !/nomodule/i.test(tag)) ?? [];
  const scripts = new Set(tags.flatMap((tag) => /src="([^"]+)"/.exec(tag)?.[1] ?? []));
  const js = { raw: 0, served: 0, gzip: 0, brotli: 0 };
  for (const script of scripts) {
    const one = weigh(await fetched(new URL(script, url).href, cookie));
    for (const key of Object.keys(js) as (keyof Weight)[]) js[key] += one[key];
  }
  const figures = [html.served, html.gzip, null, js.served, js.raw, js.gzip, js.brotli];
  const cells = figures.map((bytes) => (bytes === null ? scripts.size : (bytes / 1000).toFixed(1)));
  return [path.replace(/(msg_|bench-)\w+/, "…"), ...cells.map(String)];
}

type Fetched = { text: string; served: number };

/** Fetches twice: Node's fetch decompresses, so a second request measures the size over the wire. */
async function fetched(url: string, cookie: string): Promise<Fetched> {
  const response = await fetch(url, { headers: { cookie }, redirect: "error" });
  if (!response.ok) throw new Error(`${url} was answered ${response.status}.`);
  const served = await new Promise<number>((resolve, reject) => {
    get(url, { headers: { cookie, "accept-encoding": "br, gzip" } }, async (answer) => {
      let bytes = 0;
      for await (const chunk of answer) bytes += (chunk as Buffer).length;
      resolve(bytes);
    }).on("error", reject);
  });
  return { text: await response.text(), served };
}

function weigh({ text, served }: Fetched): Weight {
  return { raw: Buffer.byteLength(text), served, gzip: gzipSync(text).length, brotli: brotliCompressSync(text).length };
}

import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { connect } from "#db/connect";
import { QUERIES, type SentQuery } from "#db/pool";
import { ADMIN, switchDatabase } from "./measure.ts";
import type { MeasuredQuery, Sample } from "./sample.ts";

/** The plans of the statements that a query sends to the database at `url`, the slowest first. */
export async function plansOf(query: MeasuredQuery, url: string, sample: Sample): Promise<string[]> {
  const sent = await queriesOf(query, url, sample);
  const client = connect(url);
  try {
    const plans: { ms: number; text: string }[] = [];
    for (const { text, parameters } of sent) {
      const rows = await client.unsafe(`explain (analyze, buffers) ${text}`, parameters as never[]);
      const lines = rows.map((row) => String(row["QUERY PLAN"]));
      const ms = Number(/Execution Time: ([\d.]+)/.exec(lines.at(-1) ?? "")?.[1] ?? 0);
      plans.push({ ms, text: [text.trim(), ...lines].join("\n") });
    }
    return plans.sort((a, b) => b.ms - a.ms).map((plan) => plan.text);
  } finally {
    await client.end({ timeout: 5 });
  }
}

async function queriesOf(query: MeasuredQuery, url: string, sample: Sample): Promise<SentQuery[]> {
  const sent: SentQuery[] = [];
  const note = (query: unknown) => {
    const { text } = query as SentQuery;
    if (/^\s*(select|with)\b/i.test(text) && !text.includes("pg_catalog")) sent.push(query as SentQuery);
  };
  subscribe(QUERIES, note);
  try {
    // A new pool, because only one opened while the channel has a subscriber publishes its queries.
    await switchDatabase(url);
    await query.ask(ADMIN, sample);
  } finally {
    unsubscribe(QUERIES, note);
    await switchDatabase(url);
  }
  return sent;
}

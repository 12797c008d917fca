import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { connect } from "#db/connect";
import { QUERIES, type SentQuery } from "#db/pool";
import { ACTOR, turnTo } from "./measure.ts";
import type { Question } from "./query.ts";
import type { Sample } from "./sample.ts";

/** The plan of each query that a question sends, the slowest first, as PostgreSQL carries it out on the database at `url`. */
export async function plansOf(question: Question, url: string, sample: Sample): Promise<string[]> {
  const sent = await queriesOf(question, url, sample);
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

async function queriesOf(question: Question, url: string, sample: Sample): Promise<SentQuery[]> {
  const sent: SentQuery[] = [];
  const note = (query: unknown) => {
    const { text } = query as SentQuery;
    // A connection that opens asks for the database's types first.
    if (/^\s*(select|with)\b/i.test(text) && !text.includes("pg_catalog")) sent.push(query as SentQuery);
  };
  subscribe(QUERIES, note);
  try {
    // A new pool: only one opened while somebody listens tells of its queries.
    await turnTo(url);
    await question.ask(ACTOR, sample);
  } finally {
    unsubscribe(QUERIES, note);
    await turnTo(url);
  }
  return sent;
}

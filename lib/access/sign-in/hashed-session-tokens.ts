import type { BetterAuthOptions } from "better-auth/minimal";
import { tokenHash } from "#lib/access/token-hash";

type Row = Record<string, unknown>;
type Condition = { field: string; value: unknown };
type Query = { model: string; where?: Condition[]; data?: Row; update?: Row };
type Method = (query: Query) => Promise<unknown>;
type Adapter = Record<string, unknown>;

const METHODS = [
  "create",
  "findOne",
  "findMany",
  "count",
  "update",
  "updateMany",
  "delete",
  "deleteMany",
  "consumeOne",
  "incrementOne",
];

/**
 * better-auth's database adapter with session tokens hashed on their way in, so that nobody can sign in by reading the table or a backup.
 * better-auth works with the token of the cookie: it gets back the one it asked by or wrote.
 */
export function hashedSessionTokens<Made extends object>(make: (options: BetterAuthOptions) => Made) {
  return (options: BetterAuthOptions): Made => hashed(make(options) as Adapter) as Made;
}

function hashed(adapter: Adapter): Adapter {
  const methods = METHODS.map((name) => [name, hashing(adapter[name] as Method)]);
  const transaction = (work: (within: Adapter) => Promise<unknown>) =>
    (adapter.transaction as (work: (within: Adapter) => Promise<unknown>) => Promise<unknown>)((within) =>
      work(hashed(within)),
    );
  return { ...adapter, ...Object.fromEntries(methods), transaction };
}

function hashing(method: Method): Method {
  return async (query) => {
    if (query.model !== "session") return method(query);
    const tokens = new Map<unknown, unknown>();
    const hash = (token: unknown) => {
      if (typeof token !== "string") return token;
      tokens.set(tokenHash(token), token);
      return tokenHash(token);
    };
    const answer = await method({
      ...query,
      ...(query.where ? { where: query.where.map((condition) => hashedCondition(condition, hash)) } : {}),
      ...(query.data ? { data: hashedRow(query.data, hash) } : {}),
      ...(query.update ? { update: hashedRow(query.update, hash) } : {}),
    });
    return Array.isArray(answer) ? answer.map((row) => restored(row, tokens)) : restored(answer, tokens);
  };
}

function hashedCondition(condition: Condition, hash: (token: unknown) => unknown): Condition {
  if (condition.field !== "token") return condition;
  const { value } = condition;
  return { ...condition, value: Array.isArray(value) ? value.map(hash) : hash(value) };
}

function hashedRow(row: Row, hash: (token: unknown) => unknown): Row {
  return "token" in row ? { ...row, token: hash(row.token) } : row;
}

function restored(answer: unknown, tokens: ReadonlyMap<unknown, unknown>): unknown {
  if (typeof answer !== "object" || answer === null || !("token" in answer)) return answer;
  return { ...answer, token: tokens.get(answer.token) ?? answer.token };
}

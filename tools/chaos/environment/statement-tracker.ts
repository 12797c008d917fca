import { type ProtocolMessage, textsOf } from "./postgres-protocol.ts";

/** A statement on its way: its text, those that its transaction has executed before, and what the server said once it was complete. */
export type Statement = { text: string; before: readonly string[]; tag?: string };

/** What was executed up to here, the client's Sync or simple query: the server answers it with ReadyForQuery. */
const SYNC = Symbol("sync");

/** Follows one connection: which statement each Execute means, and which of them the server has completed. */
export class StatementTracker {
  readonly #prepared = new Map<string, string>();
  /** The connection's first ReadyForQuery answers no Sync. */
  readonly #inFlight: (Statement | typeof SYNC)[] = [SYNC];
  #bound = "";
  #transaction: string[] = [];

  /** Given each message of the client. Returns the statement that it has executed. */
  sent({ type, body }: ProtocolMessage): Statement | undefined {
    switch (type) {
      case "P": {
        const [name = "", text = ""] = textsOf(body, 2);
        this.#prepared.set(name, text);
        return undefined;
      }
      case "B": {
        const [, name = ""] = textsOf(body, 2);
        this.#bound = this.#prepared.get(name) ?? "";
        return undefined;
      }
      case "E":
        return this.#execute(this.#bound);
      case "Q": {
        const statement = this.#execute(textsOf(body, 1)[0] ?? "");
        this.#inFlight.push(SYNC);
        return statement;
      }
      case "S":
        this.#inFlight.push(SYNC);
        return undefined;
      default:
        return undefined;
    }
  }

  /** Given each message of the server. Returns the statement that it says is complete. */
  answered({ type, body }: ProtocolMessage): Statement | undefined {
    if (type === "Z") this.#inFlight.splice(0, this.#inFlight.indexOf(SYNC) + 1);
    if (type !== "C" || this.#inFlight[0] === SYNC) return undefined;
    const statement = this.#inFlight.shift() as Statement | undefined;
    return statement && { ...statement, tag: textsOf(body, 1)[0] ?? "" };
  }

  #execute(text: string): Statement {
    if (/^\s*begin\b/i.test(text)) this.#transaction = [];
    const statement = { text, before: [...this.#transaction] };
    this.#transaction.push(text);
    this.#inFlight.push(statement);
    return statement;
  }
}

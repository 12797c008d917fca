import { type ProtocolMessage, textsOf } from "./postgres-protocol.ts";

/** A statement, the earlier ones of its transaction, and the server's command tag once it is complete. */
export type Statement = { text: string; before: readonly string[]; tag?: string };

/** Marks the client's Sync or simple query, which the server answers with ReadyForQuery. */
const SYNC = Symbol("sync");

/** Tracks which statement each Execute of a connection runs, and which ones the server has completed. */
export class StatementTracker {
  readonly #prepared = new Map<string, string>();
  /** The first ReadyForQuery of a connection answers no Sync. */
  readonly #inFlight: (Statement | typeof SYNC)[] = [SYNC];
  #bound = "";
  #transaction: string[] = [];

  /** Call with each message of the client. Returns the statement that it executes. */
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

  /** Call with each message of the server. Returns the statement that it completes. */
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

import { holdBrowserLock } from "./browser-lock.ts";

/** `connecting` until the first answer, `reconnecting` while the browser tries again. */
export type StreamState = "connecting" | "live" | "reconnecting" | "offline";

/** What tabs send one another. `joined`: a new tab, which asks for the state. */
type TabMessage = { kind: "topic"; topic: string } | { kind: "state"; state: StreamState } | { kind: "joined" };
type Listener = { onTopic: (topic: string) => void; onState: (state: StreamState) => void };

const NAME = "casewire-live";
/** EventSource gives up when the answer is not a stream; then this module tries again. */
const RETRY_MS = 5000;

/**
 * Joins the one live stream of this browser: over HTTP/1.1 a browser opens six connections to a host, and a stream occupies one. The tab
 * that holds the lock reads the stream and passes it on by BroadcastChannel; when it closes, another tab takes over. Returns how to leave.
 */
export function joinLiveStream(url: string, listener: Listener): () => void {
  const leaving = new AbortController();
  const channel = new BroadcastChannel(NAME);
  /** Known in the tab that reads the stream. */
  let lastState: StreamState | undefined;

  const receive = (message: TabMessage) => {
    if (message.kind === "topic") listener.onTopic(message.topic);
    if (message.kind === "state") listener.onState(message.state);
  };
  channel.onmessage = ({ data }: MessageEvent<TabMessage>) => {
    if (data.kind === "joined" && lastState) channel.postMessage({ kind: "state", state: lastState });
    else receive(data);
  };
  const broadcast = (message: TabMessage) => {
    if (leaving.signal.aborted) return;
    if (message.kind === "state") lastState = message.state;
    receive(message);
    channel.postMessage(message);
  };

  channel.postMessage({ kind: "joined" });
  holdBrowserLock([NAME], leaving.signal, (held) => {
    // All tabs missed what was sent between the previous stream's end and this one's start.
    broadcast({ kind: "state", state: "connecting" });
    readStream(url, broadcast, held);
    held.addEventListener("abort", () => {
      lastState = undefined;
      if (!leaving.signal.aborted) receive({ kind: "state", state: "connecting" });
    });
  });
  return () => {
    leaving.abort();
    channel.close();
  };
}

/** Reads the stream until the lock ends. */
function readStream(url: string, broadcast: (message: TabMessage) => void, held: AbortSignal): void {
  let stream: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const open = () => {
    stream?.close();
    clearTimeout(timer);
    stream = new EventSource(url);
    stream.onopen = () => broadcast({ kind: "state", state: "live" });
    stream.addEventListener("topic", (event) => broadcast({ kind: "topic", topic: event.data }));
    stream.onerror = () => {
      broadcast({ kind: "state", state: navigator.onLine ? "reconnecting" : "offline" });
      if (stream?.readyState === EventSource.CLOSED) timer = setTimeout(open, RETRY_MS);
    };
  };
  open();
  window.addEventListener("online", open, { signal: held });
  held.addEventListener("abort", () => {
    clearTimeout(timer);
    stream?.close();
  });
}

import { holdBrowserLock } from "./browser-lock.tsx";

/** How the one stream of this browser is: `connecting` until the first answer, `reconnecting` while it is being tried again. */
export type StreamState = "connecting" | "live" | "reconnecting" | "offline";

type Said = { kind: "topic"; topic: string } | { kind: "state"; state: StreamState } | { kind: "newcomer" };
type Listener = { onTopic: (topic: string) => void; onState: (state: StreamState) => void };

const NAME = "casewire-live";
/** EventSource gives up for good when the answer is not a stream; then we try again ourselves. */
const RETRY_MS = 5000;

/**
 * Joins the one live stream of this browser: with HTTP/1.1 it opens six connections to a host, and a stream takes one for good. Whichever
 * tab holds the lock reads it and tells the others; when that tab goes, another takes over. Returns how to leave.
 */
export function joinLiveStream(url: string, listener: Listener): () => void {
  const leaving = new AbortController();
  const channel = new BroadcastChannel(NAME);
  let lastState: StreamState | undefined;

  const hear = (said: Said) => {
    if (said.kind === "topic") listener.onTopic(said.topic);
    if (said.kind === "state") listener.onState(said.state);
  };
  channel.onmessage = ({ data }: MessageEvent<Said>) => {
    if (data.kind === "newcomer" && lastState) channel.postMessage({ kind: "state", state: lastState });
    else hear(data);
  };
  const tell = (said: Said) => {
    if (leaving.signal.aborted) return;
    if (said.kind === "state") lastState = said.state;
    hear(said);
    channel.postMessage(said);
  };

  channel.postMessage({ kind: "newcomer" });
  holdBrowserLock([NAME], leaving.signal, (held) => {
    // What was said since the last reader's stream ended is lost to every tab.
    tell({ kind: "state", state: "connecting" });
    readStream(url, tell, held);
    held.addEventListener("abort", () => {
      lastState = undefined;
      if (!leaving.signal.aborted) hear({ kind: "state", state: "connecting" });
    });
  });
  return () => {
    leaving.abort();
    channel.close();
  };
}

/** Reads the stream until the lock ends. */
function readStream(url: string, tell: (said: Said) => void, held: AbortSignal): void {
  let stream: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const open = () => {
    stream?.close();
    clearTimeout(timer);
    stream = new EventSource(url);
    stream.onopen = () => tell({ kind: "state", state: "live" });
    stream.addEventListener("topic", (event) => tell({ kind: "topic", topic: event.data }));
    stream.onerror = () => {
      tell({ kind: "state", state: navigator.onLine ? "reconnecting" : "offline" });
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

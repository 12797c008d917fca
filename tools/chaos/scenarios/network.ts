import type { Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import { events } from "#db/schema";
import type { Environment } from "#tools/chaos/environment/environment";
import { openSocket, rawRequest } from "#tools/chaos/environment/raw-webhook";
import type { Scenario } from "#tools/chaos/environment/scenario";
import { until } from "#tools/harness/until";
import { idle } from "./idle-connections.ts";

const SLOW = 20;
const BYTE_EVERY_MS = 1000;
/** An endpoint waits 15 s for a body. */
const SLOW_MS = 25_000;
const AT_ONCE = 10;

/** Faults between the sender and Casewire. */
export const network: Scenario[] = [
  {
    name: "sender-slow",
    about: `${SLOW} senders give one byte a second while the others send as ever`,
    run: slow,
  },
  {
    name: "cut-mid-body",
    about: "the first try of every message breaks off in the middle of its body",
    run: cutMidBody,
  },
  {
    name: "cut-mid-answer",
    about: "the first try of every message is taken, and the sender gone before the answer",
    run: cutMidAnswer,
  },
  idle,
  {
    name: "resent-in-flight",
    about: "every message comes ten times at once",
    run: resend,
  },
];

async function slow(environment: Environment): Promise<void> {
  const message = { messageId: "msg_slow", body: "" };
  const sockets = await openSockets(environment, SLOW);
  const answers = sockets.map(firstLine);
  environment.traffic.fault();
  for (const socket of sockets) socket.write(rawRequest(environment.secret, message, 1000));
  const dripping = setInterval(() => {
    for (const socket of sockets) if (socket.writable) socket.write("x");
  }, BYTE_EVERY_MS);
  await environment.send();
  const lines = await Promise.race([Promise.all(answers), setTimeout(SLOW_MS, [])]);
  clearInterval(dripping);
  for (const socket of sockets) socket.destroy();
  if (lines.length === 0) environment.wrong.push(`Slow senders were not let go within ${SLOW_MS / 1000} s.`);
  const others = lines.filter((line) => !/^HTTP\/1\.1 (503|408)|^$/.test(line));
  for (const line of new Set(others)) environment.wrong.push(`A slow sender was answered ${line}`);
}

async function cutMidBody(environment: Environment): Promise<void> {
  environment.traffic.fault();
  const messages = genuine(environment).filter(({ body }) => body.length > 1);
  const sockets = await openSockets(environment, messages.length);
  for (const [n, message] of messages.entries())
    sockets[n]?.write(rawRequest(environment.secret, message).slice(0, -1));
  // So that the endpoint has started to read them.
  await setTimeout(200);
  for (const socket of sockets) socket.destroy();
  await setTimeout(200);
  const stored = await environment.inDatabase((database) => database.$count(events));
  if (stored > 0) environment.wrong.push(`${stored} messages were stored of which the last byte had not come.`);
  await environment.send();
}

async function cutMidAnswer(environment: Environment): Promise<void> {
  environment.traffic.fault();
  const messages = genuine(environment);
  const sockets = await openSockets(environment, messages.length);
  for (const [n, message] of messages.entries()) sockets[n]?.write(rawRequest(environment.secret, message));
  const stored = () => environment.inDatabase((database) => database.$count(events));
  await until("every first try to be stored", async () => (await stored()) === messages.length);
  for (const socket of sockets) socket.destroy();
  await environment.send();
}

async function resend(environment: Environment): Promise<void> {
  environment.traffic.fault();
  const tries = environment.plan.messages.flatMap((message) => Array.from({ length: AT_ONCE }, () => message));
  await Promise.all(tries.map((message) => environment.traffic.deliver(message)));
}

function genuine({ plan }: Environment) {
  return plan.messages.filter(({ kind }) => kind !== "forged");
}

function openSockets({ endpoints }: Environment, count: number): Promise<Socket[]> {
  return Promise.all(Array.from({ length: count }, () => openSocket(endpoints[0])));
}

/** The status line of the response; empty when the connection ends without one. */
function firstLine(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    socket.once("data", (bytes) => resolve(bytes.toString().split("\r\n")[0] ?? ""));
    socket.once("close", () => resolve(""));
  });
}

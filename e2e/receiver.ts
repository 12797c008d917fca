import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";

export type Received = { id: string; type: string; refId: string | undefined; verifiedBy: string[] };

/** A service of the adopter: it verifies what comes with the library of the standard, keeps it, and answers as it is told. */
export type Receiver = {
  url: string;
  received: Received[];
  /** The secrets it verifies with. */
  secrets: string[];
  answer: number;
  stop: () => Promise<void>;
};

export async function startReceiver(): Promise<Receiver> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString("utf8");
      const headers = request.headers as Record<string, string>;
      const { type, data } = JSON.parse(text) as { type: string; data: { refId?: string } };
      const verifiedBy = receiver.secrets.filter((secret) => isVerified(secret, text, headers));
      receiver.received.push({ id: String(headers["webhook-id"]), type, refId: data.refId, verifiedBy });
      response.writeHead(receiver.answer, { "content-type": "text/plain" }).end(`answer ${receiver.answer}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/casewire`,
    received: [],
    secrets: [],
    answer: 200,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}

function isVerified(secret: string, text: string, headers: Record<string, string>): boolean {
  try {
    new Webhook(secret).verify(text, headers);
    return true;
  } catch {
    return false;
  }
}

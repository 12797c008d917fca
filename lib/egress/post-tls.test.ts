import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getCACertificates, setDefaultCACertificates, type TlsOptions } from "node:tls";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { issue } from "#db/testing/certificate";
import { post } from "./post.ts";
import { policyOf, startHttp, startHttps, startTcp } from "./testing/receiver.ts";

const NAME = "service.example";
const policy = policyOf({ allow: "127.0.0.1" });
let authority: Awaited<ReturnType<typeof issue>>;

const send = (port: number, host = NAME) =>
  post({
    url: `https://${host}:${port}/`,
    headers: [],
    body: Buffer.from("{}"),
    policy,
    resolve: async () => ["127.0.0.1"],
  });
const start = (options: TlsOptions) =>
  startHttps(options, (request, response) => {
    const { servername } = request.socket as { servername?: string };
    response.end(JSON.stringify({ servername, authorized: request.headers.host }));
  });
const faultOf = async (options: TlsOptions, host = NAME) => {
  const { port } = await start(options);
  return send(port, host).then(
    () => "an answer",
    (error: Error) => error.message,
  );
};

beforeAll(async () => {
  authority = await issue({ names: ["authority.example"] });
  setDefaultCACertificates([...getCACertificates("default"), authority.cert]);
});

describe("post over TLS", () => {
  it("takes a certificate of a known authority for the name, and says the name at the handshake", async () => {
    const { port } = await start(await issue({ names: [NAME], issuer: authority }));
    const answer = await send(port);
    expect(answer).toMatchObject({ status: 200, peerAddress: "127.0.0.1" });
    expect(JSON.parse(answer.body.toString())).toEqual({ servername: NAME, authorized: `${NAME}:${port}` });
  });

  it("takes a certificate for an address, and says no name", async () => {
    const { port } = await start(await issue({ names: [], addresses: ["127.0.0.1"], issuer: authority }));
    const { body } = await send(port, "127.0.0.1");
    expect(JSON.parse(body.toString())).toEqual({ servername: false, authorized: `127.0.0.1:${port}` });
  });

  it("uses one connection for two requests", async () => {
    const { port, connections } = await start(await issue({ names: [NAME], issuer: authority }));
    await send(port);
    await send(port);
    expect(connections).toHaveLength(1);
  });

  it("refuses another name", async () => {
    expect(await faultOf(await issue({ names: ["other.example"], issuer: authority }))).toBe(
      "TLS: name does not match",
    );
    expect(await faultOf(await issue({ names: [NAME], issuer: authority }), "127.0.0.1")).toBe(
      "TLS: name does not match",
    );
  });

  it("refuses a certificate that is over, or has not begun", async () => {
    const [before, after] = [new Date(Date.now() - 7_200_000), new Date(Date.now() + 7_200_000)];
    const until = new Date(Date.now() - 3_600_000);
    const expired = await issue({ names: [NAME], notBefore: before, notAfter: until, issuer: authority });
    expect(await faultOf(expired)).toBe("TLS: certificate expired");
    const early = await issue({ names: [NAME], notBefore: after, issuer: authority });
    expect(await faultOf(early)).toBe("TLS: certificate not valid yet");
  });

  it("refuses a certificate that no known authority signed", async () => {
    expect(await faultOf(await issue({ names: [NAME] }))).toBe("TLS: self-signed certificate");
    const stranger = await issue({ names: ["stranger.example"] });
    const leaf = await issue({ names: [NAME], issuer: stranger });
    expect(await faultOf(leaf)).toBe("TLS: certificate of an unknown authority");
    expect(await faultOf({ ...leaf, cert: `${leaf.cert}\n${stranger.cert}` })).toBe(
      "TLS: self-signed certificate in the chain",
    );
  });

  it("refuses a port that speaks no TLS, or no version of it in common", async () => {
    const { port } = await startHttp((_request, response) => response.end());
    await expect(send(port)).rejects.toThrow("TLS: the port does not speak TLS");
    const old = { ...(await issue({ names: [NAME], issuer: authority })), maxVersion: "TLSv1.1", minVersion: "TLSv1" };
    expect(await faultOf({ ...(old as TlsOptions), ciphers: "DEFAULT@SECLEVEL=0" })).toBe("TLS: no common version");
  });

  it("says that the connection closed during the handshake", async () => {
    const { port } = await startTcp((socket) => socket.once("data", () => socket.end()));
    await expect(send(port)).rejects.toThrow("TLS: connection closed during the handshake");
  });

  it("takes an authority by NODE_EXTRA_CA_CERTS, and no certificate by NODE_TLS_REJECT_UNAUTHORIZED", async () => {
    const { port } = await start(await issue({ names: [], addresses: ["127.0.0.1"], issuer: authority }));
    const folder = await mkdtemp(join(tmpdir(), "casewire-authority-"));
    const file = join(folder, "authority.pem");
    await writeFile(file, authority.cert);
    const script = `
      import { post } from "#lib/egress/post";
      const policy = { allow: { hosts: ["127.0.0.1"], ranges: [] }, allowPrivate: false };
      const request = { url: "https://127.0.0.1:${port}/", headers: [], body: Buffer.from("{}"), policy };
      console.log(await post(request).then(({ status }) => status, ({ message }) => message));
      process.exit();`;
    const run = async (env: Record<string, string>) => {
      const args = ["--no-warnings", "--input-type=module", "--eval", script];
      return (await promisify(execFile)(process.execPath, args, { env: { ...process.env, ...env } })).stdout.trim();
    };
    expect(await run({ NODE_EXTRA_CA_CERTS: file })).toBe("200");
    expect(await run({ NODE_TLS_REJECT_UNAUTHORIZED: "0" })).toMatch(/^TLS: self-signed certificate/);
    await rm(folder, { recursive: true });
  });
});

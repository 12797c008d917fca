import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from "@simplewebauthn/server";
import type { RelyingParty } from "#lib/access/second-factor/relying-party";

/** What a test has an authenticator and its browser do otherwise than they should. */
type Odd = { origin?: string; rpId?: string; userVerified?: boolean; counter?: number; challenge?: string };

const sha256 = (data: string | Buffer) => createHash("sha256").update(data).digest();
const url64 = (data: Buffer | string) => Buffer.from(data).toString("base64url");

const USER_PRESENT = 1;
const USER_VERIFIED = 4;
const HAS_CREDENTIAL = 64;

/** An authenticator in software with one ES256 key, and the browser in front of it, written from the WebAuthn recommendation alone. */
export class Authenticator {
  readonly id = randomBytes(32);
  readonly #keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  readonly #party: RelyingParty;
  #counter = 0;

  constructor(party: RelyingParty) {
    this.#party = party;
  }

  /** Answers the options of a new passkey, in JSON. */
  make(options: PublicKeyCredentialCreationOptionsJSON, odd: Odd = {}): string {
    const { x = "", y = "" } = this.#keys.publicKey.export({ format: "jwk" });
    // COSE: kty EC2, alg ES256, crv P-256, x, y.
    const key = Buffer.concat([
      Buffer.from("a5010203262001215820", "hex"),
      Buffer.from(x, "base64url"),
      Buffer.from("225820", "hex"),
      Buffer.from(y, "base64url"),
    ]);
    const length = Buffer.from([this.id.length >> 8, this.id.length & 255]);
    const data = Buffer.concat([this.#data(odd, HAS_CREDENTIAL), Buffer.alloc(16), length, this.id, key]);
    // CBOR: {"fmt": "none", "attStmt": {}, "authData": bytes}.
    const attestation = Buffer.concat([
      Buffer.from([0xa3]),
      cborText("fmt"),
      cborText("none"),
      cborText("attStmt"),
      Buffer.from([0xa0]),
      cborText("authData"),
      Buffer.from([0x58, data.length]),
      data,
    ]);
    const answer: RegistrationResponseJSON = {
      ...this.#named(),
      response: {
        clientDataJSON: url64(this.#client("webauthn.create", options.challenge, odd)),
        attestationObject: url64(attestation),
        transports: ["internal"],
      },
    };
    return JSON.stringify(answer);
  }

  /** Answers the options of a proof, in JSON. */
  sign(options: PublicKeyCredentialRequestOptionsJSON, odd: Odd = {}): string {
    this.#counter += 1;
    const data = this.#data(odd, 0);
    const client = this.#client("webauthn.get", options.challenge, odd);
    const signature = sign("sha256", Buffer.concat([data, sha256(client)]), this.#keys.privateKey);
    const answer: AuthenticationResponseJSON = {
      ...this.#named(),
      response: { clientDataJSON: url64(client), authenticatorData: url64(data), signature: url64(signature) },
    };
    return JSON.stringify(answer);
  }

  #named() {
    return { id: url64(this.id), rawId: url64(this.id), type: "public-key" as const, clientExtensionResults: {} };
  }

  #client(type: string, challenge: string, odd: Odd): string {
    return JSON.stringify({
      type,
      challenge: odd.challenge ?? challenge,
      origin: odd.origin ?? this.#party.origin,
      crossOrigin: false,
    });
  }

  #data(odd: Odd, more: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(odd.counter ?? this.#counter);
    const flags = USER_PRESENT | (odd.userVerified === false ? 0 : USER_VERIFIED) | more;
    return Buffer.concat([sha256(odd.rpId ?? this.#party.id), Buffer.from([flags]), counter]);
  }
}

/** Shorter than 24 bytes. */
function cborText(text: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)]);
}

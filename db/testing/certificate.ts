import { webcrypto } from "node:crypto";
import {
  BasicConstraintsExtension,
  type JsonGeneralName,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const DAY_MS = 86_400_000;

/** Whose certificate it is, until when, and who signs it: itself where nobody else does. */
type Subject = {
  names: readonly string[];
  addresses?: readonly string[];
  notBefore?: Date;
  notAfter?: Date;
  issuer?: Issued;
};
type Issued = { key: string; cert: string; keys: CryptoKeyPair };

/** A key and a self-signed certificate for these host names, in PEM. */
export function selfSigned(...names: string[]): Promise<Issued> {
  return issue({ names });
}

/** A key and a certificate in PEM. */
export async function issue({ names, addresses = [], issuer, ...validity }: Subject): Promise<Issued> {
  const keys = (await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"])) as CryptoKeyPair;
  const general: JsonGeneralName[] = [
    ...names.map((value) => ({ type: "dns" as const, value })),
    ...addresses.map((value) => ({ type: "ip" as const, value })),
  ];
  const certificate = await X509CertificateGenerator.create(
    {
      subject: `CN=${names[0] ?? addresses[0]}`,
      issuer: issuer ? new X509Certificate(issuer.cert).subject : `CN=${names[0] ?? addresses[0]}`,
      notBefore: validity.notBefore ?? new Date(Date.now() - 60_000),
      notAfter: validity.notAfter ?? new Date(Date.now() + DAY_MS),
      publicKey: keys.publicKey,
      signingKey: (issuer?.keys ?? keys).privateKey,
      signingAlgorithm: ALGORITHM,
      extensions: [new BasicConstraintsExtension(issuer === undefined), new SubjectAlternativeNameExtension(general)],
    },
    webcrypto as Crypto,
  );
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey)).toString("base64");
  const key = `-----BEGIN PRIVATE KEY-----\n${pkcs8.replace(/.{64}(?=.)/g, "$&\n")}\n-----END PRIVATE KEY-----\n`;
  return { key, cert: certificate.toString("pem"), keys };
}

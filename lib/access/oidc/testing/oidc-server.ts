import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import Provider, { type Configuration } from "oidc-provider";

/** A person as the provider knows them. Their login is their subject. */
export type Account = { sub: string } & Record<string, unknown>;

export type OidcServer = {
  issuer: string;
  accounts: Map<string, Account>;
  /** Signs `sub` in there as a browser would, from our address to it on; returns the address it sends the browser back to. */
  signIn: (location: string, sub: string) => Promise<URL>;
  stop: () => Promise<void>;
};

export const CLIENT = { id: "casewire", secret: "a secret of the tests, 32 characters or more" };

const MAX_REDIRECTS = 12;

/** A real OpenID Connect provider on loopback: authorization code with PKCE, as any would. `accounts` are read at each sign-in. */
export async function startOidcServer(redirectUri: string): Promise<OidcServer> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const accounts = new Map<string, Account>();
  const provider = new Provider(issuer, configuration(redirectUri, accounts));
  const answer = provider.callback();
  server.on("request", (request, response) => {
    if (request.url?.startsWith("/interaction/")) void interact({ provider, accounts }, request, response);
    else void answer(request, response);
  });
  return {
    issuer,
    accounts,
    signIn,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function configuration(redirectUri: string, accounts: Map<string, Account>): Configuration {
  return {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: "client_secret_basic",
      },
    ],
    claims: {
      openid: ["sub", "acr", "amr"],
      email: ["email", "email_verified"],
      profile: ["name"],
      groups: ["groups"],
    },
    scopes: ["openid", "email", "profile", "groups"],
    // In the ID token, as most providers give them.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    ttl: { IdToken: 600, Interaction: 600, Session: 600, Grant: 600, AccessToken: 600 },
    cookies: { keys: ["a key of the tests"] },
    findAccount: (_ctx, sub) => {
      const account = accounts.get(sub);
      return account && { accountId: sub, claims: () => account };
    },
    // Nobody is asked whether Casewire may know their name.
    loadExistingGrant: async ({ oidc }) => {
      const { client, session, provider } = oidc;
      const grant = new provider.Grant({ clientId: client?.clientId ?? "", accountId: session?.accountId ?? "" });
      grant.addOIDCScope("openid email profile groups");
      await grant.save();
      return grant;
    },
  };
}

type Inside = { provider: Provider; accounts: Map<string, Account> };

/** Its page of one field, for a browser, and what comes of it. The `amr` of an account is how it will have signed in. */
async function interact({ provider, accounts }: Inside, request: IncomingMessage, response: ServerResponse) {
  if (request.method !== "POST") {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(
      `<!doctype html><title>Provider</title><form method="post"><label>Login <input name="login"></label><button>Go on</button></form>`,
    );
    return;
  }
  const login = new URLSearchParams(await text(request)).get("login") ?? "";
  const amr = accounts.get(login)?.amr;
  await provider.interactionFinished(request, response, {
    login: { accountId: login, ...(Array.isArray(amr) && { amr: amr.map(String) }) },
  });
}

/** Follows its redirects with a jar of cookies, and fills in its page. */
async function signIn(location: string, sub: string): Promise<URL> {
  const jar = new Map<string, string>();
  const origin = new URL(location).origin;
  let url = new URL(location);
  for (let step = 0; step < MAX_REDIRECTS; step++) {
    const page = await ask(url, jar);
    const answer = page.status === 200 ? await ask(url, jar, new URLSearchParams({ login: sub })) : page;
    const next = answer.headers.get("location");
    if (!next) throw new Error(`the provider answered ${answer.status}: ${await answer.text()}`);
    url = new URL(next, url);
    if (url.origin !== origin) return url;
  }
  throw new Error("the provider redirects without end");
}

async function ask(url: URL, jar: Map<string, string>, form?: URLSearchParams): Promise<Response> {
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  const init: RequestInit = { redirect: "manual", headers: { cookie } };
  const answer = await fetch(url, form ? { ...init, method: "POST", body: form } : init);
  for (const line of answer.headers.getSetCookie()) {
    const pair = line.split(";")[0] ?? "";
    const equals = pair.indexOf("=");
    if (pair.length === equals + 1) jar.delete(pair.slice(0, equals));
    else jar.set(pair.slice(0, equals), pair.slice(equals + 1));
  }
  return answer;
}

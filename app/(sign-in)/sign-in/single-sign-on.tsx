import { buttonLook } from "#components/ui/button";

/** The link to the identity provider: not Next's Link, which would prefetch it. */
export function SingleSignOn({ provider, next }: { provider: string; next: string }) {
  return (
    <>
      <a
        href={`/sign-in/sso?next=${encodeURIComponent(next)}`}
        className={buttonLook({ variant: "primary", size: "lg" })}
      >
        Sign in through {provider}
      </a>
      <hr className="my-5 border-line" />
    </>
  );
}

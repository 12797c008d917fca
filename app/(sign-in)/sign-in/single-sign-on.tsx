import { buttonLook } from "#components/ui/button";

/** The way to the identity provider: an ordinary link, since Next's own would follow it in the background. */
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

import { Cable } from "lucide-react";
import { LiveTopics } from "#components/live/live-topics";
import { LinkButton } from "#components/ui/button";
import { Code } from "#components/ui/code";
import { CopyButton } from "#components/ui/copy-button";
import { publicAddress } from "#lib/access/public-address";
import type { UserActor } from "#lib/actor";
import { may } from "#lib/permissions";

/** The first page of a new installation: how to receive the first case. */
export async function FirstSteps({ actor }: { actor: UserActor }) {
  const endpoint = `${await publicAddress()}/api/webhooks/vove`;
  const admin = may(actor.role, "source:read");
  return (
    <section aria-labelledby="first-steps" className="mx-auto grid max-w-2xl gap-5 py-8 md:py-14">
      <LiveTopics topics={["cases"]} />
      <div className="grid gap-1.5">
        <Cable aria-hidden="true" className="size-5 text-accent" />
        <h2 id="first-steps" className="text-lg font-semibold">
          No case yet: VOVE ID has not sent one
        </h2>
        <p className="text-muted">
          A case appears here within a second of the first event about it, and moves from column to column by itself.
        </p>
      </div>
      <ol className="grid gap-4 border-l border-line pl-5">
        <Step title="Give VOVE ID this address">
          <p className="text-muted">In the VOVE ID dashboard, open Settings → Webhooks and add it as an endpoint.</p>
          <div className="flex min-w-0 items-center gap-1.5 rounded-md border border-line bg-surface py-1 pr-1 pl-2.5">
            <Code className="min-w-0 flex-1 truncate">{endpoint}</Code>
            <CopyButton text={endpoint} label="Copy the address" />
          </div>
        </Step>
        <Step title="Give Casewire the signing secret">
          <p className="text-muted">
            VOVE ID shows it beside the endpoint; it begins with <Code>whsec_</Code>.{" "}
            {admin ? "Add it under Settings → Sources." : "An administrator adds it under Settings → Sources."}
          </p>
        </Step>
        <Step title="See it work">
          <p className="text-muted">
            {admin
              ? "Send a signed test event to the real endpoint, and watch it arrive here."
              : "An administrator can send a signed test event to the real endpoint."}
          </p>
          {admin ? (
            <div>
              <LinkButton variant="primary" href="/settings/sources">
                Connect VOVE ID
              </LinkButton>
            </div>
          ) : null}
        </Step>
      </ol>
    </section>
  );
}

function Step({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <li className="relative grid gap-1.5 before:absolute before:top-1.5 before:-left-[1.5rem] before:size-2 before:rounded-full before:border before:border-accent before:bg-canvas">
      <h3 className="font-medium">{title}</h3>
      {children}
    </li>
  );
}

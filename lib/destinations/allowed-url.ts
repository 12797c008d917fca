import { addressPolicy } from "#lib/egress/address-policy";
import { checkUrl } from "#lib/egress/url-rules";
import { environment } from "#lib/environment";
import { Refusal } from "#lib/refusal";

/** The URL as it will be requested. Throws Refusal `invalid` where no destination may have it. It asks the name service: call it outside transactions. */
export async function allowedUrl(text: string): Promise<string> {
  const checked = await checkUrl(text, addressPolicy(environment()));
  if ("problem" in checked) {
    throw new Refusal("invalid", "Casewire may not send to this URL.", { url: asSentence(checked.problem) });
  }
  return checked.url;
}

/** The rules of `lib/egress` word a problem without a subject: `must begin with https:// and a host`. */
export function asSentence(problem: string): string {
  return `${problem[0]?.toUpperCase()}${problem.slice(1)}.`;
}

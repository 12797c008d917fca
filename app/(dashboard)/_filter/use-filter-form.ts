import { useRouter } from "next/navigation";
import { type FormEvent, type RefObject, useEffect, useRef } from "react";
import { navigationBegins } from "#components/navigation-progress";

/**
 * A filter as a GET form to `path`: it works without JavaScript, and the address is its state. With JavaScript empty fields are left out of
 * the address and the page is not reloaded. `values` are those of the address, also after going back.
 */
export function useFilterForm(
  path: string,
  values: Record<string, string>,
): {
  form: RefObject<HTMLFormElement | null>;
  submit: (event: FormEvent<HTMLFormElement>) => void;
  /** Applies what the form holds, with other values for some of its fields; an empty one leaves its field out. */
  go: (others?: Record<string, string>) => void;
} {
  const form = useRef<HTMLFormElement>(null);
  const router = useRouter();
  const current = JSON.stringify(values);
  const applied = useRef(current);

  useEffect(() => {
    // The server rendered the first values. Applied again, they would replace what a person typed before this ran.
    if (applied.current === current) return;
    applied.current = current;
    const given = JSON.parse(current) as Record<string, string>;
    const controls = form.current?.querySelectorAll<HTMLInputElement>("input[name]:not([type=hidden]), select[name]");
    for (const control of controls ?? []) {
      if (control !== document.activeElement) control.value = given[control.name] ?? "";
    }
  }, [current]);

  const go = (others: Record<string, string> = {}) => {
    if (!form.current) return;
    const held = [...new FormData(form.current)].filter(([name]) => others[name] === undefined);
    const entries = [...held, ...Object.entries(others)].filter(([, value]) => value !== "");
    const query = new URLSearchParams(entries as [string, string][]);
    const address = query.size > 0 ? `${path}?${query}` : path;
    if (address !== window.location.pathname + window.location.search) navigationBegins();
    router.push(address);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    go();
  };
  return { form, submit, go };
}

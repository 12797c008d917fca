import { Badge } from "#components/ui/badge";
import { Code } from "#components/ui/code";
import { CopyButton } from "#components/ui/copy-button";
import type { Field, PeopleOperation } from "./operations-for-people.ts";

/** One method of one route: who may call it, what it reads and what it answers. */
export function OperationView({ operation }: { operation: PeopleOperation }) {
  const { id, method, path, summary, role, query, body, answer, media, status } = operation;
  const curl = `curl ${method === "GET" ? "" : `-X ${method} `}-H "Authorization: Bearer $TOKEN" ${body.length > 0 ? `-H "Content-Type: application/json" -d '{}' ` : ""}"$CASEWIRE${path}"`;
  return (
    <li id={id} className="grid gap-1.5 px-3 py-2.5">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="font-medium">{summary}</h3>
        <Badge tone="outline">{role}</Badge>
      </div>
      <div className="flex min-w-0 items-center gap-1.5">
        <Code className="min-w-0 break-all">
          {method} {path}
        </Code>
        <CopyButton text={curl} label={`Copy ${summary} as cURL`} />
      </div>
      <Fields title="Parameters" fields={query} />
      <Fields title="Body" fields={body} />
      <Fields title={`Answer ${status}`} fields={answer} />
      {media.length > 0 ? (
        <p className="text-xs text-muted">
          Answers {status} with {media.join(" or ")}.
        </p>
      ) : null}
      {status === 204 ? <p className="text-xs text-muted">Answers 204, without content.</p> : null}
    </li>
  );
}

function Fields({ title, fields }: { title: string; fields: Field[] }) {
  if (fields.length === 0) return null;
  return (
    <details>
      <summary className="w-fit cursor-pointer text-xs text-accent">
        {title} ({fields.length})
      </summary>
      <dl className="mt-1.5 grid gap-x-4 gap-y-1 text-xs sm:grid-cols-[minmax(8rem,max-content)_minmax(0,1fr)]">
        {fields.map(({ name, type, about, required }) => (
          <div key={name} className="contents">
            <dt className="font-mono break-all">
              {name}
              {required ? "" : <span className="text-faint">?</span>}
            </dt>
            <dd className="min-w-0 text-muted">
              <span className="font-mono break-words">{type}</span>
              {about ? <span> {about}</span> : null}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

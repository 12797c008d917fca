import { Check, CircleOff, Hourglass, KeyRound } from "lucide-react";
import { Time } from "#components/time";
import { Badge } from "#components/ui/badge";
import { EmptyState } from "#components/ui/empty-state";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table";
import { isolateTexts } from "#components/ui/user-text";
import { type ListedSecret, type ListedSource, NEWEST } from "#lib/sources/list-sources";
import { RetireSecret } from "./retire-secret.tsx";

export function SecretsTable({ source }: { source: ListedSource }) {
  if (source.secrets.length === 0) {
    return (
      <EmptyState icon={KeyRound} title="No secret yet">
        Until one is added, every request to this endpoint is refused and shows under Refused requests.
      </EmptyState>
    );
  }
  return (
    <Table label={`Secrets of ${source.slug}`}>
      <TableHead>
        <tr>
          {["Secret", "State", "From", "Matched last", `Of the newest ${NEWEST.toLocaleString("en")} receipts`].map(
            (title) => (
              <TableHeader key={title}>{title}</TableHeader>
            ),
          )}
          <TableHeader>
            <span className="sr-only">Act</span>
          </TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {source.secrets.map((secret) => (
          <SecretRow key={secret.fingerprint} source={source} secret={secret} />
        ))}
      </TableBody>
    </Table>
  );
}

function SecretRow({ source, secret }: { source: ListedSource; secret: ListedSecret }) {
  const others = source.secrets.filter((other) => other !== secret && !other.over && other.retiresAt === undefined);
  return (
    <TableRow>
      <TableCell className="whitespace-nowrap">
        <span className="font-mono text-xs">…{secret.hint}</span>{" "}
        <span className="font-mono text-xs text-faint" title="Fingerprint: receipts name the secret by it">
          {secret.fingerprint}
        </span>
      </TableCell>
      <TableCell>
        <SecretState secret={secret} />
      </TableCell>
      <TableCell className="whitespace-nowrap text-muted">
        {secret.createdAt ? (
          <>
            {isolateTexts(secret.createdBy)}, <Time at={secret.createdAt} />
          </>
        ) : (
          "VOVE_WEBHOOK_SECRETS"
        )}
      </TableCell>
      <TableCell>
        {secret.matchedAt ? <Time at={secret.matchedAt} /> : <span className="text-faint">not recently</span>}
      </TableCell>
      <TableCell className="tabular-nums">{secret.matched.toLocaleString("en")}</TableCell>
      <TableCell className="text-right">
        {secret.id && !secret.over ? (
          <RetireSecret secretId={secret.id} hint={secret.hint} source={source.slug} only={others.length === 0} />
        ) : null}
      </TableCell>
    </TableRow>
  );
}

function SecretState({ secret }: { secret: ListedSecret }) {
  if (secret.over) {
    return (
      <Badge tone="outline">
        <CircleOff aria-hidden="true" /> Retired {secret.retiresAt ? <Time at={secret.retiresAt} /> : null}
      </Badge>
    );
  }
  if (secret.retiresAt) {
    return (
      <Badge tone="amber">
        <Hourglass aria-hidden="true" /> Retires <Time at={secret.retiresAt} />
      </Badge>
    );
  }
  return (
    <Badge tone="green">
      <Check aria-hidden="true" /> In use
    </Badge>
  );
}

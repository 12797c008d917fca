import { Check, Hourglass } from "lucide-react";
import Link from "next/link";
import { Time } from "#components/time";
import { Badge } from "#components/ui/badge";
import { Card } from "#components/ui/card";
import { Notice } from "#components/ui/notice";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table";
import { visibleText } from "#components/ui/user-text";
import type { SigningSecret } from "#lib/provider/list-signing-secrets";

type Props = { secrets: Map<string, SigningSecret[]>; mayChange: boolean };

/** The secrets that verify messages now, and which of them did. */
export function SecretsCard({ secrets, mayChange }: Props) {
  const without = [...secrets].filter(([, held]) => held.length === 0).map(([source]) => source);
  const rows = [...secrets].flatMap(([source, held]) => held.map((secret) => ({ source, secret })));
  return (
    <Card
      title="Secrets in use"
      actions={
        mayChange ? (
          <Link className="text-accent underline" href="/settings/sources">
            Change
          </Link>
        ) : null
      }
    >
      {without.length > 0 ? (
        <Notice tone="amber" className="m-3" title={`No secret: ${visibleText(without.join(", "))}`}>
          Every request to it is refused until an administrator adds one.
        </Notice>
      ) : null}
      {rows.length > 0 ? (
        <Table label="Secrets in use">
          <TableHead>
            <tr>
              <TableHeader>Source</TableHeader>
              <TableHeader>Fingerprint</TableHeader>
              <TableHeader>State</TableHeader>
              <TableHeader>Added</TableHeader>
              <TableHeader>Verified last</TableHeader>
              <TableHeader className="text-right">Of the newest 2,000</TableHeader>
            </tr>
          </TableHead>
          <TableBody>
            {rows.map(({ source, secret }) => (
              <TableRow key={`${source} ${secret.fingerprint}`}>
                <TableCell>{source}</TableCell>
                <TableCell className="font-mono text-xs whitespace-nowrap">
                  {secret.fingerprint}
                  {secret.hint === null ? "" : ` …${secret.hint}`}
                </TableCell>
                <TableCell>
                  <SecretState retiresAt={secret.retiresAt} />
                </TableCell>
                <TableCell className="whitespace-nowrap text-muted">
                  {secret.createdAt === null ? "by the environment" : <Time at={secret.createdAt} />}
                </TableCell>
                <TableCell className="whitespace-nowrap">
                  {secret.matchedAt === null ? (
                    <span className="text-faint">not recently</span>
                  ) : (
                    <Time at={secret.matchedAt} />
                  )}
                </TableCell>
                <TableCell className="text-right">{secret.matched.toLocaleString("en")}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      ) : null}
      <p className="border-t border-line p-3 text-xs text-muted">
        The fingerprint names a secret without giving it away: the first 12 hex digits of SHA-256 over its bytes. The
        last column says how many of the newest 2,000 requests of all sources it verified.
      </p>
    </Card>
  );
}

function SecretState({ retiresAt }: { retiresAt: Date | null }) {
  return retiresAt === null ? (
    <Badge tone="green">
      <Check aria-hidden="true" /> In use
    </Badge>
  ) : (
    <Badge tone="amber">
      <Hourglass aria-hidden="true" /> Retires <Time at={retiresAt} upcoming />
    </Badge>
  );
}

import { Download } from "lucide-react";
import { Time } from "#components/time";
import { buttonLook } from "#components/ui/button";
import { Card, CardBody } from "#components/ui/card";
import { CopyButton } from "#components/ui/copy-button";
import { Facts } from "#components/ui/facts";
import { Notice } from "#components/ui/notice";
import type { readCheckpoint } from "#lib/audit/read-checkpoint";

/** The last checkpoint and its key, for an auditor to download. */
export function CheckpointCard({ checkpoint }: { checkpoint: Awaited<ReturnType<typeof readCheckpoint>> }) {
  if (!checkpoint)
    return (
      <Card title="Last checkpoint">
        <CardBody className="text-muted">
          None yet. A worker signs the log's head every hour, and each export of the log is signed.
        </CardBody>
      </Card>
    );
  const { size, signedAt, verifierKey, newer, holds } = checkpoint;
  return (
    <Card
      title="Last checkpoint"
      actions={
        // Not Link, which would fetch a page.
        <a href="/audit/checkpoint" download className={buttonLook()}>
          <Download aria-hidden="true" />
          Download
        </a>
      }
    >
      <CardBody className="grid gap-3">
        {holds ? null : (
          <Notice tone="red" title={`Entry ${size} is not the one that was signed`}>
            Entries were cut off or written anew. Nothing is signed until this is settled; verifying the chain tells
            more.
          </Notice>
        )}
        <Facts
          facts={[
            ["Signed", <Time key="at" at={signedAt} absolute />],
            ["Covers", `entries 1 to ${size.toLocaleString("en")}`],
            ["Newer", newerInWords(newer, size)],
            [
              "Key",
              <span key="key" className="flex items-center gap-2">
                <code className="min-w-0 text-xs break-all text-muted">{verifierKey}</code>
                <CopyButton text={verifierKey} label="Copy the key" />
              </span>,
            ],
          ]}
        />
        <p className="text-xs text-muted">
          This key also signs the evidence packs of cases. Give it to whoever is to verify one, by a way that does not
          pass through the pack: <code>node verify.mjs --key</code> and the key.
        </p>
      </CardBody>
    </Card>
  );
}

function newerInWords(newer: number, size: number): string {
  if (newer === 0) return "no entry";
  const from = `from ${(size + 1).toLocaleString("en")} on, under the next`;
  return newer === 1 ? `1 entry, ${from}` : `${newer.toLocaleString("en")} entries, ${from}`;
}

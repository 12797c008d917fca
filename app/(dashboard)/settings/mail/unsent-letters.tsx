import { MailCheck } from "lucide-react";
import Link from "next/link";
import { Time } from "#components/time";
import { Card } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table";
import { UserText, visibleText } from "#components/ui/user-text";
import type { UnsentLetter } from "#lib/letters/list-unsent-letters";
import { casePath, eventPath } from "#lib/page-paths";
import { LetterStateChip } from "./letter-state.tsx";

/** Each leads to its event, where its handler is run again and a letter in doubt is settled; its case is where it is waived. */
export function UnsentLetters({ letters }: { letters: UnsentLetter[] }) {
  return (
    <Card title="Letters that are not done">
      {letters.length === 0 ? (
        <EmptyState icon={MailCheck} title="Every letter was sent">
          A letter stands here while it is not sent, was refused, or may have left without the server saying so.
        </EmptyState>
      ) : (
        <Table label="Letters that are not done" className="min-w-200">
          <TableHead>
            <tr>
              <TableHeader>State</TableHeader>
              <TableHeader>Case</TableHeader>
              <TableHeader>To</TableHeader>
              <TableHeader>Since</TableHeader>
              <TableHeader>What happened</TableHeader>
              <TableHeader>
                <span className="sr-only">Event</span>
              </TableHeader>
            </tr>
          </TableHead>
          <TableBody>
            {letters.map((letter) => (
              <TableRow key={letter.effectId}>
                <TableCell>
                  <LetterStateChip state={letter.state} />
                </TableCell>
                <TableCell>
                  <Link className="underline" href={casePath(letter)}>
                    <UserText>{letter.refId}</UserText>
                  </Link>
                </TableCell>
                <TableCell>{letter.recipient ?? "nobody"}</TableCell>
                <TableCell>
                  <Time at={letter.at} />
                </TableCell>
                <TableCell>{letter.detail}</TableCell>
                <TableCell className="text-right">
                  <Link
                    className="underline"
                    href={eventPath(letter)}
                    aria-label={`Open the event of the letter for ${visibleText(letter.refId)}`}
                  >
                    Open the event
                  </Link>
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Card>
  );
}

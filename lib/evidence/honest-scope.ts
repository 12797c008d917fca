/** What a pack proves and what it does not, for the people who rely on it. docs/evidence.md says the same. */
export const PROVES: readonly string[] = [
  "The installation that holds the key signed exactly these files. A changed byte, a missing file, an added file and a cut end are found. This holds only if you have the key from the installation by another way than this pack.",
  "The audit entries of the case are those that the installation's log held when the pack was made. The entry of the export holds their digest, and the pack's checkpoint signs the log up to that entry. An entry that is changed, removed or added is found.",
  "With the webhook secret: each body was signed, with its message id and the time of the attempt, by somebody who knows that secret. The fingerprint in receipt.json names the secret: the first 12 hexadecimal digits of SHA-256 over its key bytes.",
];

export const PROVES_NOT: readonly string[] = [
  "That the provider made a message. The webhook secret is symmetric: the provider and the installation both know it, and each could have made the signature. Only a key of the kind whpk_ (Ed25519) shows that the provider signed.",
  "That nothing was left out. A message that never arrived, and a request that was refused, is not in the pack. What was removed under retention or at a person's request is named as removed, and its content is gone.",
  "That the times are right. The times of receipt, of actions and of audit entries are those of the installation's clock. The sender's times are the sender's word; senderClock says what each was read from. No independent authority has stamped them.",
  "That what people wrote is true, or that who is named did it: the log records which account acted.",
  "What the audit log held before. The lines between two entries of the case are about other cases and are not in the pack, so the chain between them cannot be followed here. Earlier checkpoints that cover an entry are in the pack, and their signatures verify; that the entry was below them only the whole log shows (npm run -s audit:verify).",
  "Entries that the log got while the pack was asked for, and later ones. Entries about replays, which concern many cases, are not in the pack; runs.json names the replay of each run.",
  "That the log was never rewritten. Whoever has the database and CASEWIRE_SECRET can write another history and sign it. Compare the checkpoint with those kept elsewhere, such as in the log store of the workers.",
  "That verify.mjs of the pack is honest: it comes from the same installation. It is one file without dependencies; compare it with the one in Casewire's source, or write your own from docs/evidence.md.",
];

/** How to verify a pack, as commands with what each is for. */
export const HOW_TO_VERIFY: readonly string[] = [
  "Install Node 20 or newer. Unpack the ZIP, or leave it packed.",
  "Run in the unpacked folder: node verify.mjs --key <public key>. For the ZIP take verify.mjs out of it and run: node verify.mjs pack.zip --key <public key>.",
  "Take the public key from the installation itself, not from the pack: the page Audit shows it, and so does npm run -s audit:verify -- --key.",
  "Add --secret whsec_… to verify the signatures of the requests too. Give it once for each secret that was in use.",
  "The program ends with 0 and the word VERIFIED, or with 1 and what does not fit.",
];

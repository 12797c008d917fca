-- Cases that were emptied before their words were taken with them.
UPDATE events SET unrecognised = NULL, reason = CASE WHEN reason ~ '^[A-Z][A-Z0-9_]{0,63}$' THEN reason END
  WHERE removed_at IS NOT NULL AND (unrecognised IS NOT NULL OR reason IS NOT NULL);
--> statement-breakpoint
UPDATE runs SET request_reason = NULL,
  skipped = CASE WHEN skipped = 'It had given up, and its event was removed under retention since.' THEN skipped END
  WHERE (request_reason IS NOT NULL OR skipped IS NOT NULL) AND event_id IN (SELECT id FROM events WHERE removed_at IS NOT NULL);
--> statement-breakpoint
UPDATE follow_ups SET reason = '', outcome = CASE WHEN outcome IS NOT NULL THEN '' END
  WHERE resolved_at IS NOT NULL AND case_id IN (SELECT id FROM cases WHERE removed_at IS NOT NULL);
--> statement-breakpoint
UPDATE legal_holds SET reason = '', release_reason = CASE WHEN release_reason IS NOT NULL THEN '' END
  WHERE released_at IS NOT NULL AND case_id IN (SELECT id FROM cases WHERE removed_at IS NOT NULL AND NOT held);
--> statement-breakpoint
UPDATE episodes SET reason = NULL
  WHERE reason !~ '^[A-Z][A-Z0-9_]{0,63}$' AND case_id IN (SELECT id FROM cases WHERE removed_at IS NOT NULL);
--> statement-breakpoint
UPDATE cases SET reason = NULL WHERE reason !~ '^[A-Z][A-Z0-9_]{0,63}$' AND removed_at IS NOT NULL;
--> statement-breakpoint
UPDATE replays SET reason = '', selection = ''
  WHERE EXISTS (SELECT FROM runs WHERE runs.replay_id = replays.id)
    AND NOT EXISTS (
      SELECT FROM runs JOIN events ON events.id = runs.event_id WHERE runs.replay_id = replays.id AND events.removed_at IS NULL);

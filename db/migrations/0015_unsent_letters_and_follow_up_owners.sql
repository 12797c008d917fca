ALTER TYPE "public"."effect_state" ADD VALUE 'waived';--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "follow_up_owner_id" text;--> statement-breakpoint
CREATE INDEX "cases_follow_up_owner" ON "cases" USING btree ("follow_up_owner_id","status","status_since","id") WHERE follow_up_owner_id is not null;--> statement-breakpoint
-- Keeps what a case says of its open follow-up equal to it. The case's row is held first, as the verbs of people hold it: whoever comes
-- second sees what the first has done.
CREATE OR REPLACE FUNCTION tell_case_of_follow_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  told bigint := coalesce(NEW.case_id, OLD.case_id);
BEGIN
  PERFORM FROM cases WHERE id = told FOR NO KEY UPDATE;
  UPDATE cases SET follow_up_due_on = open.due_on, follow_up_owner_id = open.owner_id
    FROM (
      SELECT max(coalesce(due_on, 'infinity')) AS due_on, max(owner_id) AS owner_id FROM follow_ups
      WHERE case_id = told AND resolved_at IS NULL) AS open
    WHERE cases.id = told
      AND (cases.follow_up_due_on, cases.follow_up_owner_id) IS DISTINCT FROM (open.due_on, open.owner_id);
  RETURN NULL;
END $$;
--> statement-breakpoint
DROP TRIGGER follow_ups_tell_case ON follow_ups;
--> statement-breakpoint
CREATE TRIGGER follow_ups_tell_case AFTER INSERT OR UPDATE OF resolved_at, due_on, owner_id OR DELETE ON follow_ups
  FOR EACH ROW EXECUTE FUNCTION tell_case_of_follow_up();
--> statement-breakpoint
UPDATE cases SET follow_up_owner_id = follow_ups.owner_id
  FROM follow_ups WHERE follow_ups.case_id = cases.id AND follow_ups.resolved_at IS NULL AND follow_ups.owner_id IS NOT NULL;
--> statement-breakpoint
-- A letter that did not go marks its case as a dead run does.
ALTER FUNCTION tell_case_of_dead_run() RENAME TO tell_case_of_delivery_problem;
--> statement-breakpoint
CREATE TRIGGER effects_added_tell_case AFTER INSERT ON effects
  FOR EACH ROW WHEN (NEW.state IN ('not-sent', 'unknown', 'failed')) EXECUTE FUNCTION tell_case_of_delivery_problem();
--> statement-breakpoint
CREATE TRIGGER effects_tell_case AFTER UPDATE OF state ON effects
  FOR EACH ROW WHEN (NEW.state IN ('not-sent', 'unknown', 'failed')) EXECUTE FUNCTION tell_case_of_delivery_problem();
--> statement-breakpoint
-- Until now a letter without a contact left no effect.
INSERT INTO effects (source, ref_id, episode, key, handler, event_id, run_id, state, detail, intended_at, at)
  SELECT runs.source, runs.ref_id, events.episode, 'case/' || runs.ref_id || '/' || events.episode || '/' || runs.handler, runs.handler,
    events.id, runs.id, 'not-sent', runs.skipped, coalesce(runs.ended_at, now()), coalesce(runs.ended_at, now())
  FROM runs JOIN events ON events.id = runs.event_id
  WHERE runs.latest AND runs.state = 'skipped' AND runs.handler = 'notify-customer' AND runs.skipped = 'no contact on file'
    AND events.episode IS NOT NULL AND events.removed_at IS NULL
  ON CONFLICT (source, key) DO NOTHING;
--> statement-breakpoint
UPDATE cases SET undelivered = true
  FROM (SELECT DISTINCT source, ref_id FROM effects WHERE state IN ('not-sent', 'unknown', 'failed')) AS unsent
  WHERE cases.source = unsent.source AND cases.ref_id = unsent.ref_id AND NOT undelivered;

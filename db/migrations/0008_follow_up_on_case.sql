ALTER TABLE "cases" ADD COLUMN "follow_up_due_on" date;--> statement-breakpoint
CREATE INDEX "cases_open_ref" ON "cases" USING btree ("source","ref_id") WHERE status in ('NOT_STARTED', 'IN_PROGRESS', 'IN_REVIEW');--> statement-breakpoint
CREATE INDEX "cases_attention_ref" ON "cases" USING btree ("source","ref_id") WHERE gap or conflict;--> statement-breakpoint
CREATE INDEX "cases_follow_up" ON "cases" USING btree ("status_since","id") WHERE follow_up_due_on is not null;--> statement-breakpoint
CREATE INDEX "cases_follow_up_ref" ON "cases" USING btree ("source","ref_id") WHERE follow_up_due_on is not null;
--> statement-breakpoint
-- Keeps cases.follow_up_due_on equal to the case's open follow-up. The case's row is held first, as the verbs of people hold it: whoever
-- comes second sees what the first has done.
CREATE FUNCTION tell_case_of_follow_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  told bigint := coalesce(NEW.case_id, OLD.case_id);
BEGIN
  PERFORM FROM cases WHERE id = told FOR NO KEY UPDATE;
  UPDATE cases SET follow_up_due_on = open.due_on
    FROM (SELECT (SELECT coalesce(due_on, 'infinity') FROM follow_ups WHERE case_id = told AND resolved_at IS NULL) AS due_on) AS open
    WHERE cases.id = told AND cases.follow_up_due_on IS DISTINCT FROM open.due_on;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER follow_ups_tell_case AFTER INSERT OR UPDATE OF resolved_at, due_on OR DELETE ON follow_ups
  FOR EACH ROW EXECUTE FUNCTION tell_case_of_follow_up();
--> statement-breakpoint
UPDATE cases SET follow_up_due_on = coalesce(follow_ups.due_on, 'infinity')
  FROM follow_ups WHERE follow_ups.case_id = cases.id AND follow_ups.resolved_at IS NULL;

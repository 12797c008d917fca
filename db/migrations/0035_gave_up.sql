ALTER TABLE "cases" ADD COLUMN "gave_up" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "cases_gave_up" ON "cases" USING btree ("status_since","id","status","source","ref_id") WHERE gave_up;--> statement-breakpoint
-- Also marks what gave up beside the letter of a rejection: without a mail server every rejected case is undelivered, and few gave up.
CREATE OR REPLACE FUNCTION mark_case_undelivered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE cases SET undelivered = true, gave_up = gave_up OR NEW.handler <> 'notify-customer' OR status <> 'REJECTED'
    WHERE source = NEW.source AND ref_id = NEW.ref_id;
  IF NOT FOUND THEN
    PERFORM pg_advisory_xact_lock(4270006, hashtext(NEW.source || '/' || NEW.ref_id));
    UPDATE cases SET undelivered = true, gave_up = gave_up OR NEW.handler <> 'notify-customer' OR status <> 'REJECTED'
      WHERE source = NEW.source AND ref_id = NEW.ref_id;
  END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
-- The worker unsets it where nothing gave up.
UPDATE cases SET gave_up = true
  FROM (
    SELECT source, ref_id, handler FROM runs WHERE state = 'dead' AND latest
    UNION SELECT source, ref_id, handler FROM effects WHERE state IN ('not-sent', 'unknown', 'failed')
  ) AS waiting
  WHERE undelivered AND cases.source = waiting.source AND cases.ref_id = waiting.ref_id
    AND (handler <> 'notify-customer' OR status <> 'REJECTED');

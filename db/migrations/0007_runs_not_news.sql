ALTER TABLE "runs" ADD COLUMN "not_news" boolean DEFAULT false NOT NULL;--> statement-breakpoint
-- What was skipped for this reason so far is known by how its sentence begins.
UPDATE "runs" SET "not_news" = true WHERE latest AND state = 'skipped' AND skipped LIKE 'This event %';

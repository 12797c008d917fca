DROP INDEX "runs_due";--> statement-breakpoint
CREATE INDEX "runs_due" ON "runs" USING btree ("handler","due_at","id") WHERE state = 'queued';
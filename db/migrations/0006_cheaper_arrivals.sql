DROP INDEX "events_type";--> statement-breakpoint
DROP INDEX "events_ref";--> statement-breakpoint
DROP INDEX "receipts_secret";--> statement-breakpoint
DROP INDEX "events_verdict";--> statement-breakpoint
DROP INDEX "runs_state";--> statement-breakpoint
CREATE INDEX "events_rare_type" ON "events" USING btree ("type","id") WHERE type not in ('kyb.case.in_progress', 'kyb.case.in_review', 'kyb.case.completed', 'kyb.case.rejected');--> statement-breakpoint
CREATE INDEX "events_verdict" ON "events" USING btree ("verdict","id") WHERE verdict is null or verdict <> 'applied';--> statement-breakpoint
CREATE INDEX "runs_state" ON "runs" USING btree ("state","event_id") WHERE latest and state in ('failed', 'dead', 'skipped');
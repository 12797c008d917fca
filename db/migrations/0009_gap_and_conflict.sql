DROP INDEX "cases_attention";--> statement-breakpoint
DROP INDEX "cases_attention_ref";--> statement-breakpoint
CREATE INDEX "cases_gap" ON "cases" USING btree ("status_since","id") WHERE gap;--> statement-breakpoint
CREATE INDEX "cases_conflict" ON "cases" USING btree ("status_since","id") WHERE conflict;--> statement-breakpoint
CREATE INDEX "cases_gap_ref" ON "cases" USING btree ("source","ref_id") WHERE gap;--> statement-breakpoint
CREATE INDEX "cases_conflict_ref" ON "cases" USING btree ("source","ref_id") WHERE conflict;
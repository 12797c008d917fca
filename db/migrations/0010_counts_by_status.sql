DROP INDEX "cases_gap";--> statement-breakpoint
DROP INDEX "cases_conflict";--> statement-breakpoint
DROP INDEX "cases_follow_up";--> statement-breakpoint
CREATE INDEX "cases_follow_up_due" ON "cases" USING btree ("status","follow_up_due_on","source") WHERE follow_up_due_on is not null;--> statement-breakpoint
CREATE INDEX "cases_gap" ON "cases" USING btree ("status_since","id","status") WHERE gap;--> statement-breakpoint
CREATE INDEX "cases_conflict" ON "cases" USING btree ("status_since","id","status") WHERE conflict;--> statement-breakpoint
CREATE INDEX "cases_follow_up" ON "cases" USING btree ("status_since","id","status","follow_up_due_on") WHERE follow_up_due_on is not null;
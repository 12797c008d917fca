DROP INDEX "cases_reason";--> statement-breakpoint
CREATE INDEX "cases_reason" ON "cases" USING btree ("reason","status","status_since","id") WHERE reason is not null;
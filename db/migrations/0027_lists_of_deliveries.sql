CREATE INDEX "deliveries_created" ON "deliveries" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "outgoing_events_type" ON "outgoing_events" USING btree ("source","type","id");
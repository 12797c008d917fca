CREATE TABLE "counted_cases" (
	"case_id" bigint PRIMARY KEY NOT NULL,
	"source" text NOT NULL,
	"steps" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "counted_cases" ADD CONSTRAINT "counted_cases_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "effects_letters" ON "effects" USING btree ("at","state","source") WHERE handler = 'notify-customer';--> statement-breakpoint
CREATE INDEX "receipts_received" ON "receipts" USING brin ("received_at") WITH (autosummarize=true);--> statement-breakpoint
CREATE INDEX "runs_ended" ON "runs" USING btree ("ended_at") WHERE ended_at is not null and delivery_id is null;
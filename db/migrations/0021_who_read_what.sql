ALTER TYPE "public"."removal_kind" ADD VALUE 'reads';--> statement-breakpoint
CREATE TABLE "data_reads" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "data_reads_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp (3) with time zone NOT NULL,
	"actor_kind" "actor_kind" NOT NULL,
	"actor_id" text NOT NULL,
	"actor_label" text NOT NULL,
	"remote_address" text NOT NULL,
	"what" text NOT NULL,
	"source" text,
	"ref_id" text,
	"message_id" text
);
--> statement-breakpoint
CREATE INDEX "data_reads_case" ON "data_reads" USING btree ("source","ref_id","id");
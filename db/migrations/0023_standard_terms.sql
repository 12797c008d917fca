-- Columns, values, indexes and functions by the field's standard terms. Renames alone: no row is rewritten.
ALTER TYPE "receipt_verdict" RENAME TO "receipt_outcome";--> statement-breakpoint
ALTER TYPE "receipt_outcome" RENAME VALUE 'conflict' TO 'payload_mismatch';--> statement-breakpoint
ALTER TABLE "receipts" RENAME COLUMN "verdict" TO "outcome";--> statement-breakpoint
ALTER TABLE "receipts" RENAME COLUMN "secret" TO "secret_fingerprint";--> statement-breakpoint
ALTER INDEX "receipts_conflict" RENAME TO "receipts_payload_mismatch";--> statement-breakpoint
ALTER TABLE "events" RENAME COLUMN "secret" TO "secret_fingerprint";--> statement-breakpoint
ALTER TABLE "cases" RENAME COLUMN "news_at" TO "last_change_at";--> statement-breakpoint
ALTER TABLE "runs" RENAME COLUMN "losses" TO "lease_expiries";--> statement-breakpoint
ALTER TABLE "runs" RENAME COLUMN "not_news" TO "superseded";--> statement-breakpoint
ALTER INDEX "runs_lane" RENAME TO "runs_case_order";--> statement-breakpoint
ALTER TABLE "workers" RENAME COLUMN "beat_at" TO "heartbeat_at";--> statement-breakpoint
ALTER FUNCTION "tell_case_of_follow_up"() RENAME TO "set_follow_up_of_case";--> statement-breakpoint
ALTER FUNCTION "tell_case_of_delivery_problem"() RENAME TO "mark_case_undelivered";

ALTER TABLE "api_tokens" ADD COLUMN "user_id" text;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD COLUMN "expires_at" timestamp (3) with time zone DEFAULT now() + interval '90 days' NOT NULL;--> statement-breakpoint
ALTER TABLE "invites" ADD COLUMN "user_id" text;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invites" ADD CONSTRAINT "invites_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "api_tokens_user" ON "api_tokens" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "invites_user" ON "invites" USING btree ("user_id");--> statement-breakpoint
-- Before the checks below, which hold for every row: the audit log knows who issued a token and who made an invite. What nobody may own
-- ends here, since it would work for no one.
UPDATE api_tokens SET user_id = users.id FROM audit_entries, users
  WHERE audit_entries.action = 'token.issued' AND audit_entries.subject_id = api_tokens.id::text
    AND audit_entries.actor_kind = 'user' AND users.id = audit_entries.actor_id;
--> statement-breakpoint
UPDATE invites SET user_id = users.id FROM audit_entries, users
  WHERE audit_entries.action = 'user.invited' AND audit_entries.subject_id = invites.id::text
    AND audit_entries.actor_kind = 'user' AND users.id = audit_entries.actor_id;
--> statement-breakpoint
UPDATE api_tokens SET revoked_at = now()
  WHERE revoked_at IS NULL AND NOT EXISTS (
    SELECT FROM users JOIN credentials ON credentials.user_id = users.id
    WHERE users.id = api_tokens.user_id AND users.role >= api_tokens.role);
--> statement-breakpoint
UPDATE invites SET revoked_at = now()
  WHERE revoked_at IS NULL AND used_at IS NULL AND email IS NOT NULL AND NOT EXISTS (
    SELECT FROM users JOIN credentials ON credentials.user_id = users.id
    WHERE users.id = invites.user_id AND users.role = 'admin');
--> statement-breakpoint
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_in_force_have_owner" CHECK ("api_tokens"."user_id" is not null or "api_tokens"."revoked_at" is not null);--> statement-breakpoint
ALTER TABLE "invites" ADD CONSTRAINT "invites_open_have_owner" CHECK ("invites"."user_id" is not null or "invites"."email" is null or "invites"."used_at" is not null or "invites"."revoked_at" is not null);
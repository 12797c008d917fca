-- The audit log is append-only: not by convention, by refusal.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on % is refused: the table is append-only', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- Appends one delta a status to case_tallies for each statement that adds or moves cases. Deltas, not counters: two cases never wait
-- for the same row.
CREATE FUNCTION tally_added_cases() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO case_tallies (source, status, n) SELECT source, status, count(*) FROM added GROUP BY source, status;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION tally_moved_cases() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO case_tallies (source, status, n)
    SELECT source, status, sum(n) FROM (
      SELECT source, status, 1 AS n FROM after_move
      UNION ALL
      SELECT source, status, -1 FROM before_move
    ) AS delta GROUP BY source, status HAVING sum(n) <> 0;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER cases_tally_added AFTER INSERT ON cases REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION tally_added_cases();
--> statement-breakpoint
CREATE TRIGGER cases_tally_moved AFTER UPDATE ON cases REFERENCING OLD TABLE AS before_move NEW TABLE AS after_move
  FOR EACH STATEMENT EXECUTE FUNCTION tally_moved_cases();
--> statement-breakpoint
INSERT INTO sources (slug, name, expected_types) VALUES
  ('vove', 'VOVE ID', ARRAY['kyb.case.in_progress', 'kyb.case.in_review', 'kyb.case.completed', 'kyb.case.rejected']);

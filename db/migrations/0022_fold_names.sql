-- What a search compares, of names and of what is looked for alike: one normal form, full case folding, no accents of Latin, Greek and
-- Cyrillic and no points of Hebrew and Arabic, words with one space between. Before the column below, which is made by it. PostgreSQL 18
-- brings Unicode's own rules, whatever the database's locale; an older one folds as its locale does.
DO $outer$ BEGIN
  EXECUTE format($make$
    CREATE FUNCTION fold_text(given text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $body$
      SELECT btrim(regexp_replace(normalize(translate(
        regexp_replace(
          normalize(%1$s, NFKD),
          U&'[\0300-\036F\0591-\05BD\05BF\05C1\05C2\05C4\05C5\05C7\0640\064B-\065F\0670\00AD\200B-\200F\202A-\202E\2060-\2064\2066-\2069\FEFF]',
          '', 'g'),
        'øłđðħıŧς', 'olddhitσ'), NFC) %2$s,
        '[[:space:][:punct:]$+<=>^`|~]+', ' ', 'g'))
    $body$
  $make$,
  CASE WHEN current_setting('server_version_num')::int >= 180000
    THEN 'casefold(normalize(given, NFKC) COLLATE pg_unicode_fast)' ELSE 'lower(upper(normalize(given, NFKC)))' END,
  CASE WHEN current_setting('server_version_num')::int >= 180000 THEN 'COLLATE pg_unicode_fast' ELSE '' END);
END $outer$;
--> statement-breakpoint
DROP INDEX "businesses_name_search";--> statement-breakpoint
ALTER TABLE "businesses" ADD COLUMN "folded_name" text GENERATED ALWAYS AS (fold_text(name)) STORED;--> statement-breakpoint
CREATE INDEX "businesses_folded_name_search" ON "businesses" USING gin ("folded_name" gin_trgm_ops);
--> statement-breakpoint
-- A folded name from each of its words on. Beyond 300 characters nobody begins to search.
CREATE OR REPLACE FUNCTION words_of_name(name text) RETURNS SETOF text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT DISTINCT left(substr(name, place), 100) FROM generate_series(1, least(length(name), 300)) AS place
  WHERE substr(name, place, 1) <> ' ' AND (place = 1 OR substr(name, place - 1, 1) = ' ')
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION keep_business_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    DELETE FROM business_words WHERE source = OLD.source AND ref_id = OLD.ref_id;
  END IF;
  IF NEW.folded_name IS NOT NULL THEN
    INSERT INTO business_words (source, ref_id, words)
      SELECT NEW.source, NEW.ref_id, words FROM words_of_name(NEW.folded_name) AS words;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
DELETE FROM business_words;
--> statement-breakpoint
INSERT INTO business_words (source, ref_id, words)
  SELECT source, ref_id, words FROM businesses, words_of_name(folded_name) AS words WHERE folded_name IS NOT NULL;
--> statement-breakpoint
-- The businesses whose names are most like the folded words, each in itself and in any order, by shared trigrams: a letter more, less,
-- another or two exchanged. Of those that are like the longest word 5000 are looked at. A function, because the likeness from which on
-- the index finds a name is a setting, which it takes with it.
CREATE FUNCTION names_like(asked text, most int) RETURNS TABLE (source text, ref_id text) LANGUAGE sql STABLE PARALLEL SAFE
  SET pg_trgm.word_similarity_threshold = 0.45 AS $$
  WITH words AS MATERIALIZED (
    SELECT array_agg(word ORDER BY length(word) DESC, word) AS every FROM unnest(string_to_array(asked, ' ')) AS word
  ), near AS MATERIALIZED (
    SELECT b.source, b.ref_id, b.folded_name FROM businesses b WHERE (SELECT every[1] FROM words) <% b.folded_name LIMIT 5000
  ), measured AS MATERIALIZED (
    SELECT near.source, near.ref_id, (
      SELECT min(word_similarity(word, near.folded_name)) FROM words, unnest(every) AS word) AS likeness FROM near
  )
  SELECT m.source, m.ref_id FROM measured m WHERE likeness >= 0.4 AND likeness >= 0.85 * (SELECT max(likeness) FROM measured)
  ORDER BY likeness DESC, m.source, m.ref_id LIMIT most
$$;

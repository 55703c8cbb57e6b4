-- Whether a source has lines that other keys may read otherwise.
-- $1 source_id
SELECT CASE WHEN EXISTS (SELECT 1 FROM reject x WHERE x.source_id = $1 AND x.kind = 'signature')
              OR EXISTS (SELECT 1 FROM request q WHERE q.source_id = $1 AND q.bad_signature <> '')
            THEN 1 ELSE 0 END

-- What a path said under other settings does not count any more. '?' is from before
-- settings were kept.
-- $1 first source of the import that replaces it  $2 path  $3 account_id  $4 settings
INSERT INTO replaced_source (source_id, by_source)
SELECT p.source_id, $1
FROM export_part p
WHERE p.path = $2 AND p.account_id = $3 AND p.settings <> $4 AND p.settings <> '?'
  AND NOT EXISTS (SELECT 1 FROM replaced_source r WHERE r.source_id = p.source_id)

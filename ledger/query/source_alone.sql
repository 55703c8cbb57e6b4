-- Whether each line of a source is known to hold one capture at most.
-- $1 source_id
SELECT CASE further WHEN 0 THEN 1 ELSE 0 END AS alone
FROM source
WHERE source_id = $1

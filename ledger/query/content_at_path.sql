-- What was read last at a path, where it is one part.
-- $1 path  $2 account_id  $3 kind
SELECT sha256, byte_count, path, run_id, fresh, member, source_id, last_line
FROM content
WHERE path = $1 AND account_id = $2 AND kind = $3
ORDER BY run_id DESC, byte_count DESC, part DESC
LIMIT 1

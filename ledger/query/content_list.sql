-- $1 sha256  $2 account_id  $3 kind
SELECT sha256, byte_count, path, run_id, fresh, member, source_id, last_line
FROM content
WHERE sha256 = $1 AND account_id = $2 AND kind = $3
ORDER BY part

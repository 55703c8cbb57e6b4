-- Whether anything was read that is so many bytes long.
-- $1 byte_count  $2 account_id  $3 kind
SELECT COUNT(*) AS found
FROM content
WHERE byte_count = $1 AND account_id = $2 AND kind = $3

-- The row that a notify_id belongs to, and where the next one begins.
-- $1 account_id  $2 notify_id
SELECT b.first_id, b.batches,
       COALESCE((SELECT MIN(n.first_id) FROM notify_block n WHERE n.account_id = b.account_id AND n.first_id > b.first_id), '')
FROM notify_block b
WHERE b.account_id = CAST($1 AS BIGINT) AND b.first_id <= CAST($2 AS TEXT)
ORDER BY b.first_id DESC
LIMIT 1

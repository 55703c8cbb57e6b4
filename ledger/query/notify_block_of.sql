-- The rows that notify_ids belong to, in their order, and where the next one of each begins.
-- $1 account_id  $2 notify_ids, a list in JSON
SELECT b.first_id, b.batches,
       COALESCE((SELECT MIN(n.first_id) FROM notify_block n WHERE n.account_id = b.account_id AND n.first_id > b.first_id), '')
FROM notify_block b
WHERE b.account_id = CAST($1 AS BIGINT)
  AND b.first_id IN (SELECT (SELECT MAX(d.first_id) FROM notify_block d
                             WHERE d.account_id = CAST($1 AS BIGINT) AND d.first_id <= i.value)
                     FROM json_each(CAST($2 AS TEXT)) i)
ORDER BY b.first_id

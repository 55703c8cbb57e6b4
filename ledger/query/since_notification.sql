-- When Alipay first sent a notification, by the deliveries that a run knew.
-- $1 account_id  $2 notify_id  $3 last source of the run
SELECT MIN(k.notify_time)
FROM notification n
CROSS JOIN capture k
WHERE n.account_id = CAST($1 AS BIGINT) AND n.notify_id = CAST($2 AS TEXT)
  AND k.batch_no = n.batch_no AND k.account_id = n.account_id AND k.notify_id = n.notify_id AND k.source_id <= CAST($3 AS BIGINT)

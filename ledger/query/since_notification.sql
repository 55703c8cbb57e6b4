-- When Alipay first sent a notification, by the deliveries that a run knew.
-- $1 account_id  $2 notify_id  $3 last source of the run
SELECT MIN(k.at)
FROM (SELECT n.sent_at AS at
      FROM notification n
      WHERE n.account_id = CAST($1 AS BIGINT) AND n.notify_id = CAST($2 AS TEXT) AND n.source_id <= CAST($3 AS BIGINT)
      UNION ALL
      SELECT w.notify_time
      FROM notification n
      CROSS JOIN redelivery w
      WHERE n.account_id = CAST($1 AS BIGINT) AND n.notify_id = CAST($2 AS TEXT)
        AND w.batch_no = n.batch_no AND w.account_id = n.account_id AND w.notify_id = n.notify_id AND w.source_id <= CAST($3 AS BIGINT)) k

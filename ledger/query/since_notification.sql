-- When Alipay first sent a notification, by the deliveries that a run knew.
-- $1 account_id  $2 notify_id  $3 last source of the run
SELECT MIN(k.at)
FROM (SELECT n.sent_at AS at
      FROM notification_batch i
      CROSS JOIN notification n
      WHERE i.account_id = CAST($1 AS BIGINT) AND i.notify_id = CAST($2 AS TEXT)
        AND i.first_id = (SELECT MAX(d.first_id) FROM notify_block d
                          WHERE d.account_id = CAST($1 AS BIGINT) AND d.first_id <= CAST($2 AS TEXT))
        AND n.batch_no = i.batch_no AND n.account_id = i.account_id AND n.notify_id = i.notify_id AND n.source_id <= CAST($3 AS BIGINT)
      UNION ALL
      SELECT w.notify_time
      FROM notification_batch i
      CROSS JOIN redelivery w
      WHERE i.account_id = CAST($1 AS BIGINT) AND i.notify_id = CAST($2 AS TEXT)
        AND i.first_id = (SELECT MAX(d.first_id) FROM notify_block d
                          WHERE d.account_id = CAST($1 AS BIGINT) AND d.first_id <= CAST($2 AS TEXT))
        AND w.batch_no = i.batch_no AND w.account_id = i.account_id AND w.notify_id = i.notify_id AND w.source_id <= CAST($3 AS BIGINT)) k

-- The first time of the results of a trade in a batch that a run knew: when Alipay sent their
-- notification, when an answer of a query says that it refunded, or when a
-- person said so.
-- $1 last source of the run  $2 account_id  $3 trade_no  $4 batch_no
SELECT MIN(CASE WHEN c.witness IS NOT NULL THEN CASE WHEN c.source_id <= CAST($1 AS BIGINT) THEN c.notify_time END
                ELSE (SELECT MIN(k.at)
                      FROM (SELECT n.sent_at AS at FROM notification n
                            WHERE n.batch_no = c.batch_no AND n.account_id = c.account_id
                              AND n.source_id = c.source_id AND n.line_no = c.line_no AND n.capture_no = c.capture_no AND n.source_id <= CAST($1 AS BIGINT)
                            UNION ALL
                            SELECT w.notify_time FROM notification n
                            CROSS JOIN redelivery w
                            WHERE n.batch_no = c.batch_no AND n.account_id = c.account_id
                              AND n.source_id = c.source_id AND n.line_no = c.line_no AND n.capture_no = c.capture_no
                              AND w.batch_no = n.batch_no AND w.account_id = n.account_id AND w.notify_id = n.notify_id AND w.source_id <= CAST($1 AS BIGINT)) k)
           END)
FROM claim c
WHERE c.account_id = CAST($2 AS BIGINT) AND c.trade_no = CAST($3 AS TEXT) AND c.batch_no = CAST($4 AS TEXT)

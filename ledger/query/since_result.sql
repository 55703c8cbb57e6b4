-- The first time of the results of a trade in a batch that a run knew: when Alipay sent their
-- notification, when an answer of a query says that it refunded, or when a
-- person said so.
-- $1 last source of the run  $2 account_id  $3 trade_no  $4 batch_no
SELECT MIN(CASE WHEN SUBSTR(c.notify_id, 1, 7) = 'answer:' OR SUBSTR(c.notify_id, 1, 4) = 'act:' THEN CASE WHEN c.source_id <= CAST($1 AS BIGINT) THEN c.notify_time END
                ELSE (SELECT MIN(k.notify_time) FROM capture k
                      WHERE k.batch_no = c.batch_no AND k.account_id = c.account_id AND k.notify_id = c.notify_id AND k.source_id <= CAST($1 AS BIGINT))
           END)
FROM claim c
WHERE c.account_id = CAST($2 AS BIGINT) AND c.trade_no = CAST($3 AS TEXT) AND c.batch_no = CAST($4 AS TEXT)

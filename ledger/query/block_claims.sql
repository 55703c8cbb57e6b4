-- The claims about trades, each with the first time that a run knew of what tells of it, as
-- since_result has it: its own, unless the notification was delivered again. The list of
-- trades follows.
-- $1 last source of the run  $2 account_id
SELECT c.trade_no, c.source_id, c.line_no, c.batch_no, c.occurrence, c.amount_fen, CASE c.code WHEN 'SUCCESS' THEN 1 ELSE 0 END,
       CASE WHEN c.witness IS NULL AND EXISTS (SELECT 1 FROM redelivery w WHERE w.batch_no = c.batch_no AND w.account_id = c.account_id)
            THEN (SELECT MIN(CASE WHEN n.source_id <= CAST($1 AS BIGINT) AND (w.notify_time IS NULL OR n.sent_at < w.notify_time) THEN n.sent_at
                                  ELSE w.notify_time END)
                  FROM notification n
                  LEFT JOIN redelivery w ON w.batch_no = n.batch_no AND w.account_id = n.account_id AND w.notify_id = n.notify_id
                       AND w.source_id <= CAST($1 AS BIGINT)
                  WHERE n.batch_no = c.batch_no AND n.account_id = c.account_id
                    AND n.source_id = c.source_id AND n.line_no = c.line_no AND n.capture_no = c.capture_no)
            WHEN c.source_id <= CAST($1 AS BIGINT) THEN c.notify_time
       END
FROM claim c
WHERE c.account_id = CAST($2 AS BIGINT) AND c.trade_no IN

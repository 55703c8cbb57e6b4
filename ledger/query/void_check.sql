-- $1 account_id  $2 batch_no
SELECT q.origin, q.refund_time, q.voided_at,
       (SELECT COUNT(*) FROM request_line l
        WHERE l.account_id = $1 AND l.batch_no = $2 AND l.voided_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM claim c
                          WHERE c.trade_no = l.trade_no AND c.account_id = l.account_id
                            AND c.batch_no = l.batch_no AND c.occurrence = l.occurrence))
FROM request q
WHERE q.batch_no = $2 AND q.account_id = $1

-- The open findings that hold every trade: requests and notifications that
-- were not read and may name any.
-- $1 job  $2 run_id
SELECT f.code, f.trade_no, f.batch_no, f.notify_id, f.subject, f.first_run, f.amount_fen, f.actual
FROM finding f
WHERE f.job = $1 AND f.first_run <= $2 AND (f.closed_run IS NULL OR f.closed_run > $2)
  AND f.trade_no = '' AND f.code IN ('UNREAD_CAPTURE', 'UNREAD_REQUEST') AND f.expected = 'every trade'
ORDER BY 1, 2, 3, 4, 5, 6

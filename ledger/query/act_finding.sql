-- The open findings of a code about a trade, batch and notification.
-- $1 trade_no  $2 code  $3 batch_no  $4 notify_id  $5 first_run  $6 account_id
SELECT f.subject, f.amount_fen, COALESCE(f.expected, ''), COALESCE(f.actual, '')
FROM finding f
JOIN run r ON r.run_id = f.first_run
WHERE f.trade_no = $1 AND f.code = $2 AND f.batch_no = $3 AND f.notify_id = $4 AND f.first_run = $5 AND f.closed_run IS NULL
  AND r.account_id = $6
ORDER BY f.subject

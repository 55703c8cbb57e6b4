-- $1 account_id  $2 trade_no
SELECT v.voided_at, v.batch_no, l.amount_fen, v.person, v.evidence
FROM request_line l
JOIN batch_void v ON v.batch_no = l.batch_no AND v.account_id = l.account_id
WHERE l.account_id = $1 AND l.trade_no = $2 AND l.voided_at IS NOT NULL
ORDER BY v.voided_at, v.batch_no

-- $1 account_id  $2 trade_no
SELECT v.said_at, v.batch_no, l.amount_fen, v.person, v.evidence
FROM request_line l
JOIN act_in_force f ON f.kind = 'void' AND f.batch_no = l.batch_no AND f.account_id = l.account_id
JOIN act v ON v.act_no = f.act_no
WHERE l.account_id = $1 AND l.trade_no = $2 AND l.voided_at IS NOT NULL
ORDER BY v.said_at, v.batch_no

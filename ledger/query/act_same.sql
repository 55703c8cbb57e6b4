-- The acts in force that say the same of a finding or trade, and still hold.
-- $1 account_id  $2 kind  $3 trade_no  $4 batch_no  $5 notify_id  $6 subject  $7 code
SELECT a.act_no, COALESCE(a.amount_fen, -1), a.said_day
FROM act_in_force a
LEFT JOIN act_lapsed x ON x.act_no = a.act_no
LEFT JOIN (SELECT DISTINCT d.act_no FROM act w CROSS JOIN act_drawn d WHERE w.kind = 'allow' AND d.act_no = w.act_no) d ON d.act_no = a.act_no
WHERE a.account_id = $1 AND a.kind = $2 AND a.trade_no = $3 AND a.batch_no = $4 AND a.notify_id = $5 AND a.subject = $6 AND a.code = $7
  AND x.act_no IS NULL AND d.act_no IS NULL
ORDER BY a.act_no

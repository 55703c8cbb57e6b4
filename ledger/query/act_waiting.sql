-- The acts that say the same and wait for more people: not undone, and not overtaken by
-- newer evidence.
-- $1 account_id  $2 kind  $3 batch_no  $4 trade_no  $5 notify_id  $6 subject  $7 code  $8 amount_fen  $9 expected  $10 actual
-- $11 given_fen  $12 undoes_no
SELECT a.act_no, a.needed
FROM act a
LEFT JOIN act_lapsed x ON x.act_no = a.act_no
WHERE a.account_id = $1 AND a.kind = $2 AND a.batch_no = $3 AND a.trade_no = $4 AND a.notify_id = $5 AND a.subject = $6 AND a.code = $7
  AND COALESCE(a.amount_fen, -1) = $8 AND a.expected = $9 AND a.actual = $10 AND a.given_fen = $11 AND COALESCE(a.undoes_no, 0) = $12
  AND a.seconds_no IS NULL AND a.needed > 1 + (SELECT COUNT(*) FROM act s WHERE s.seconds_no = a.act_no)
  AND NOT EXISTS (SELECT 1 FROM act u WHERE u.undoes_no = a.act_no)
  AND x.act_no IS NULL
ORDER BY a.act_no

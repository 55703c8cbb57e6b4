-- The acts in force that say how a line, or its batch, ended.
-- $1 batch_no  $2 account_id  $3 trade_no
SELECT a.act_no
FROM act_in_force a
WHERE a.batch_no = CAST($1 AS TEXT) AND a.account_id = $2
  AND (a.kind = 'void' OR a.kind = 'submitted' AND a.code <> '' OR a.kind IN ('succeeded', 'failed') AND a.trade_no = CAST($3 AS TEXT))
ORDER BY a.act_no

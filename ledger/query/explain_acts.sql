-- What people said of a trade, and of the batches that hold it; but voids that are in force,
-- which explain_voids tells. Who seconds an act has a row of its own.
-- $1 account_id  $2 trade_no
SELECT v.said_at, v.kind, v.batch_no, v.amount_fen, v.code, v.person, v.evidence, v.needed, COALESCE(v.undoes_no, 0) AS undoes_no,
       CASE WHEN EXISTS (SELECT 1 FROM act_in_force f WHERE f.act_no = v.act_no) THEN 1 ELSE 0 END AS in_force, v.act_no
FROM act v
WHERE v.account_id = $1 AND v.trade_no = $2
UNION ALL
SELECT v.said_at, v.kind, v.batch_no, v.amount_fen, v.code, v.person, v.evidence, v.needed, COALESCE(v.undoes_no, 0), 0, v.act_no
FROM act v
WHERE v.account_id = $1 AND v.trade_no = ''
  AND v.batch_no IN (SELECT l.batch_no FROM request_line l WHERE l.account_id = $1 AND l.trade_no = $2)
  AND NOT (v.kind = 'void' AND EXISTS (SELECT 1 FROM act_in_force f WHERE f.act_no = COALESCE(v.seconds_no, v.act_no)))
ORDER BY 1, 11

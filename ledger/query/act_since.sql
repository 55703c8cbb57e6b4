-- What people have said of a trade, a batch or a line since a decision, each act once: how
-- many more people it waits for, and whether somebody has taken it back, or wants to.
-- $1 account_id  $2 trade_no  $3 batch_no  $4 after_commit
SELECT a.act_no, a.kind, a.notify_id, a.subject, a.first_run, a.code, COALESCE(a.amount_fen, -1), a.person, a.said_at,
       a.needed - 1 - (SELECT COUNT(*) FROM act s WHERE s.seconds_no = a.act_no),
       CASE WHEN EXISTS (SELECT 1 FROM act u WHERE u.undoes_no = a.act_no) THEN 1 ELSE 0 END
FROM act a
WHERE a.account_id = $1 AND a.trade_no = $2 AND a.batch_no = $3 AND a.after_commit >= $4
  AND a.seconds_no IS NULL AND a.undoes_no IS NULL
ORDER BY a.act_no

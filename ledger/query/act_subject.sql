-- What an act is on; one that seconds another names that.
-- $1 act_no  $2 account_id
SELECT COALESCE(a.seconds_no, a.act_no), a.kind, a.batch_no, a.trade_no, a.notify_id, a.subject, a.first_run, a.code, COALESCE(a.amount_fen, -1),
       a.expected, a.actual, a.given_fen,
       CASE WHEN EXISTS (SELECT 1 FROM act_in_force f WHERE f.act_no = COALESCE(a.seconds_no, a.act_no)) THEN 1 ELSE 0 END,
       CASE WHEN EXISTS (SELECT 1 FROM act u
                         WHERE u.undoes_no = COALESCE(a.seconds_no, a.act_no) AND u.seconds_no IS NULL
                           AND u.needed <= 1 + (SELECT COUNT(*) FROM act s WHERE s.seconds_no = u.act_no)) THEN 1 ELSE 0 END
FROM act a
WHERE a.act_no = $1 AND a.account_id = $2

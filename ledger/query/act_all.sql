-- What people did on the books of an account, in order of time. What is of a proposal
-- names its run; a finding is named by what it is of. Of an act that several people have
-- said the first is told, with how many have, and the last decision before the last of them
-- or before it was undone.
-- $1 account_id  $2 act_no, 0 for all
SELECT a.kind, a.at, a.person, a.batch_no, a.run_id, a.seq, a.digest,
       a.code, a.trade_no, a.notify_id, a.subject, a.first_run, a.decision, a.said, a.after_commit,
       a.act_no, a.amount_fen, a.file_name, a.file_sha256, a.undoes_no, a.needed,
       CASE WHEN a.act_no = 0 THEN ''
            WHEN a.undone_by > 0 THEN 'undone'
            WHEN a.needed > 1 + a.seconds THEN 'waiting'
            WHEN a.drawn_by <> '' THEN 'used'
            WHEN a.act_no IN (SELECT x.act_no FROM act_lapsed x) THEN 'lapsed'
            ELSE 'in force' END AS state,
       a.undone_by, a.drawn_by
FROM (SELECT t.kind, t.said_at AS at, t.person, t.batch_no, 0 AS run_id, 0 AS seq, '' AS digest,
             t.code, t.trade_no, t.notify_id, t.subject, t.first_run, '' AS decision, t.evidence AS said,
             (SELECT MAX(s.after_commit) FROM act s
              WHERE s.act_no = t.act_no OR s.seconds_no = t.act_no OR s.undoes_no = t.act_no) AS after_commit,
             t.act_no, t.amount_fen, t.file_name, t.file_sha256, COALESCE(t.undoes_no, 0) AS undoes_no, t.needed,
             (SELECT COUNT(*) FROM act s WHERE s.seconds_no = t.act_no) AS seconds,
             COALESCE((SELECT MIN(u.act_no) FROM act u
                       WHERE u.undoes_no = t.act_no AND u.seconds_no IS NULL
                         AND u.needed <= 1 + (SELECT COUNT(*) FROM act s WHERE s.seconds_no = u.act_no)), 0) AS undone_by,
             COALESCE(d.batch_no, '') AS drawn_by
      FROM act t
      LEFT JOIN (SELECT d.act_no, MIN(d.batch_no) AS batch_no FROM act w CROSS JOIN act_drawn d WHERE w.kind = 'allow' AND d.act_no = w.act_no GROUP BY d.act_no) d ON d.act_no = t.act_no
      WHERE t.account_id = $1 AND t.seconds_no IS NULL AND ($2 = 0 OR t.act_no = $2)
      UNION ALL
      SELECT 'release', x.released_at, x.person, x.batch_no, x.run_id, x.seq, '', '', '', '', '', 0, '', '', x.after_commit,
             0, NULL, '', '', 0, 0, 0, 0, ''
      FROM release x
      WHERE x.account_id = $1 AND $2 = 0
      UNION ALL
      SELECT 'approve', p.approved_at, p.person, '', p.run_id, 0, p.digest, '', '', '', '', 0, '', '', r.commit_no,
             0, NULL, '', '', 0, 0, 0, 0, ''
      FROM approval p
      JOIN run r ON r.run_id = p.run_id
      WHERE r.account_id = $1 AND $2 = 0
      UNION ALL
      SELECT 'review', v.imported_at, v.person, v.batch_no, 0, 0, '', v.code, v.trade_no, v.notify_id, v.subject, v.first_run, v.decision,
             CASE WHEN v.owner <> '' AND v.comment <> '' THEN v.owner || ': ' || v.comment ELSE v.owner || v.comment END, r.commit_no,
             0, NULL, '', '', 0, 0, 0, 0, ''
      FROM review v
      JOIN run r ON r.run_id = v.after_run
      WHERE r.account_id = $1 AND $2 = 0) a
ORDER BY a.at, a.act_no, a.kind, a.batch_no, a.run_id, a.seq, a.digest, a.code, a.trade_no, a.notify_id, a.subject, a.first_run, a.person, a.said

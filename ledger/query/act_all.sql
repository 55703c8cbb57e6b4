-- What people did on the books of an account, in order of time. What is of a proposal
-- names its run; a finding is named by what it is of.
-- $1 account_id
SELECT a.kind, a.at, a.person, a.batch_no, a.run_id, a.seq, a.digest,
       a.code, a.trade_no, a.notify_id, a.subject, a.first_run, a.decision, a.said, a.after_commit
FROM (SELECT 'void' AS kind, v.voided_at AS at, v.person, v.batch_no, 0 AS run_id, 0 AS seq, '' AS digest,
             '' AS code, '' AS trade_no, '' AS notify_id, '' AS subject, 0 AS first_run, '' AS decision, v.evidence AS said, v.after_commit
      FROM batch_void v
      WHERE v.account_id = $1
      UNION ALL
      SELECT 'release', x.released_at, x.person, x.batch_no, x.run_id, x.seq, '', '', '', '', '', 0, '', '', x.after_commit
      FROM release x
      WHERE x.account_id = $1
      UNION ALL
      SELECT 'approve', p.approved_at, p.person, '', p.run_id, 0, p.digest, '', '', '', '', 0, '', '', r.commit_no
      FROM approval p
      JOIN run r ON r.run_id = p.run_id
      WHERE r.account_id = $1
      UNION ALL
      SELECT 'review', v.imported_at, v.person, v.batch_no, 0, 0, '', v.code, v.trade_no, v.notify_id, v.subject, v.first_run, v.decision,
             CASE WHEN v.owner <> '' AND v.comment <> '' THEN v.owner || ': ' || v.comment ELSE v.owner || v.comment END, r.commit_no
      FROM review v
      JOIN run r ON r.run_id = v.after_run
      WHERE r.account_id = $1) a
ORDER BY a.at, a.kind, a.batch_no, a.run_id, a.seq, a.digest, a.code, a.trade_no, a.notify_id, a.subject, a.first_run, a.person, a.said

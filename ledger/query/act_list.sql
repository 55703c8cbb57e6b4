-- What people did after the run before one, as texts: kind, subject, person,
-- what they said, and the time.
-- $1 run_id
SELECT a.kind, a.subject, a.person, a.said, CAST(a.at AS TEXT)
FROM (SELECT 'void' AS kind, v.batch_no AS subject, v.person, v.evidence AS said, v.voided_at AS at, v.after_commit
      FROM batch_void v
      UNION ALL
      SELECT 'release', x.batch_no, x.person, '', x.released_at, x.after_commit
      FROM release x
      UNION ALL
      SELECT 'review', v.code || ' ' || v.trade_no || ' ' || v.batch_no || ' ' || v.notify_id || ' ' || v.subject, v.person,
             v.decision || ' ' || v.owner || ' ' || v.comment || ' ' || CAST(v.tick AS TEXT), v.imported_at, r.commit_no
      FROM review v
      JOIN run r ON r.run_id = v.after_run) a
JOIN run r ON r.run_id = $1
WHERE a.after_commit = r.commit_no - 1
ORDER BY a.kind, a.subject, a.at, a.said

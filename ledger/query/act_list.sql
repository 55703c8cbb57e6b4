-- What people did after a decision and before the next, as texts: kind, subject, person,
-- what they said, and the time. Texts that stand side by side have their lengths before them,
-- so that nothing can be moved from one into the other. Of what was carried over from books
-- that had no other acts, heads have less.
-- $1 place in the order of decisions
SELECT a.kind, a.subject, a.person, a.said, CAST(a.at AS TEXT)
FROM (SELECT t.kind, CASE t.carried WHEN 1 THEN t.batch_no
                     ELSE CAST(t.act_no AS TEXT) || ' ' || CAST(LENGTH(t.batch_no) AS TEXT) || ' ' || CAST(LENGTH(t.trade_no) AS TEXT) || ' '
                          || CAST(LENGTH(t.notify_id) AS TEXT) || ' ' || t.batch_no || ' ' || t.trade_no || ' ' || t.notify_id || ' ' || t.subject || ' ' || CAST(t.first_run AS TEXT) END AS subject,
             t.person,
             CASE t.carried WHEN 1 THEN t.evidence
                  ELSE CAST(LENGTH(t.expected) AS TEXT) || ' ' || CAST(LENGTH(t.actual) AS TEXT) || ' ' || CAST(LENGTH(t.file_name) AS TEXT)
                       || ' ' || t.code || ' ' || COALESCE(CAST(t.amount_fen AS TEXT), '-') || ' ' || t.expected || ' ' || t.actual || ' ' || CAST(t.given_fen AS TEXT)
                       || ' ' || COALESCE(CAST(t.seconds_no AS TEXT), '-') || ' ' || COALESCE(CAST(t.undoes_no AS TEXT), '-') || ' ' || CAST(t.needed AS TEXT)
                       || ' ' || CAST(t.account_id AS TEXT) || ' ' || CAST(t.said_day AS TEXT) || ' ' || CAST(t.last_source AS TEXT)
                       || ' ' || t.file_name || ' ' || t.file_sha256 || ' ' || t.evidence END AS said,
             t.said_at AS at, t.after_commit, t.act_no
      FROM act t
      UNION ALL
      SELECT 'release', x.batch_no, x.person,
             CASE x.carried WHEN 1 THEN '' ELSE CAST(x.run_id AS TEXT) || ' ' || CAST(x.seq AS TEXT) || ' ' || CAST(x.account_id AS TEXT) END,
             x.released_at, x.after_commit, 0
      FROM release x
      UNION ALL
      SELECT 'approve', CAST(p.run_id AS TEXT) || ' ' || p.digest, p.person, '', p.approved_at, p.after_commit, 0
      FROM approval p
      UNION ALL
      SELECT 'review', v.code || ' ' || v.trade_no || ' ' || v.batch_no || ' ' || v.notify_id || ' ' || v.subject, v.person,
             v.decision || ' ' || v.owner || ' ' || v.comment || ' ' || CAST(v.tick AS TEXT)
             || CASE v.carried WHEN 1 THEN ''
                ELSE ' ' || CAST(LENGTH(v.owner) AS TEXT) || ' ' || CAST(LENGTH(v.comment) AS TEXT) || ' ' || CAST(LENGTH(v.job) AS TEXT)
                     || ' ' || CAST(LENGTH(COALESCE(v.expected, '-')) AS TEXT) || ' ' || CAST(v.review_id AS TEXT) || ' ' || v.job || ' ' || CAST(v.first_run AS TEXT) || ' ' || CAST(v.after_run AS TEXT)
                     || ' ' || COALESCE(CAST(v.until_time AS TEXT), '-') || ' ' || v.severity || ' ' || COALESCE(CAST(v.amount_fen AS TEXT), '-')
                     || ' ' || COALESCE(v.expected, '-') || ' ' || COALESCE(v.actual, '-') END,
             v.imported_at, v.after_commit, 0
      FROM review v) a
WHERE a.after_commit = $1
ORDER BY a.kind, a.subject, a.at, a.said, a.act_no

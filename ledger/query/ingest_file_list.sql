-- What was read for runs of an account that are not decided yet. Of what one host has read
-- for several of them the last stands.
-- $1 account_id
SELECT i.job, i.record
FROM (SELECT r.job, f.record, f.kind, f.path, f.host, ROW_NUMBER() OVER (PARTITION BY f.kind, f.path, f.host ORDER BY f.run_id DESC) AS nth
      FROM run r
      CROSS JOIN ingest_file f
      WHERE f.run_id = r.run_id AND r.account_id = $1 AND r.state = 'started') i
WHERE i.nth = 1
ORDER BY i.kind, i.path, i.host

-- The batches that something has come about since a run: a delivery, an answer of a
-- query, a request, a row of a bill, a release, an act, and what did not count and may
-- overtake a dismissal.
-- $1 account_id  $2 last source of the run before  $3 its place in the order of decisions
INSERT INTO scope_batch (batch_no)
SELECT j.value AS batch_no FROM source s CROSS JOIN capture_block k CROSS JOIN json_each(k.batches) j
WHERE s.account_id = $1 AND s.source_id > $2 AND k.source_id = s.source_id
UNION
SELECT a.batch_no FROM source s CROSS JOIN answer_row a WHERE s.account_id = $1 AND s.source_id > $2 AND a.source_id = s.source_id
UNION
SELECT q.batch_no FROM source s CROSS JOIN request q WHERE s.account_id = $1 AND s.source_id > $2 AND q.source_id = s.source_id
UNION
SELECT b.batch_no FROM bill_row b WHERE b.account_id = $1 AND b.source_id > $2 AND b.batch_no <> ''
UNION
SELECT g.batch_no FROM source s CROSS JOIN bad_signature g WHERE s.account_id = $1 AND s.source_id > $2 AND g.source_id = s.source_id AND g.batch_no <> ''
UNION
SELECT j.batch_no FROM source s CROSS JOIN reject j WHERE s.account_id = $1 AND s.source_id > $2 AND j.source_id = s.source_id AND j.batch_no <> ''
UNION
SELECT e.batch_no FROM run n CROSS JOIN emitted e WHERE n.commit_no >= $3 AND e.run_id = n.run_id AND e.account_id = $1
UNION
SELECT x.batch_no FROM release x WHERE x.account_id = $1 AND x.after_commit >= $3
UNION
SELECT v.batch_no FROM act v WHERE v.account_id = $1 AND v.after_commit >= $3 AND v.batch_no <> ''

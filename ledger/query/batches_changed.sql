-- And those that have a notification, an answer or a request that the run before did not have, or
-- that a person has spoken of since.
-- after: batches_open
-- $5 last source of the run before  $6 its place in the order of decisions
  UNION
  SELECT j.value FROM source s CROSS JOIN capture_block c CROSS JOIN json_each(c.batches) j
  WHERE s.account_id = $1 AND s.source_id > $5 AND c.source_id = s.source_id
  UNION
  SELECT a.batch_no FROM source s CROSS JOIN answer_row a WHERE s.account_id = $1 AND s.source_id > $5 AND a.source_id = s.source_id
  UNION
  SELECT q.batch_no FROM source s CROSS JOIN request q WHERE s.account_id = $1 AND s.source_id > $5 AND q.source_id = s.source_id
  UNION
  SELECT v.batch_no FROM act v WHERE v.account_id = $1 AND v.after_commit >= $6 AND v.batch_no <> ''

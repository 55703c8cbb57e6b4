-- And those that have a result, an order row or a captured request line that the run
-- before did not have, or that a person has spoken of since. A line that was emitted since
-- has no result, or a new one.
-- after: trades_open
-- $5 last source of the run before  $6 its place in the order of decisions
  UNION
  SELECT c.trade_no
  FROM source s
  CROSS JOIN capture_block k
  CROSS JOIN json_each(k.batches) i
  CROSS JOIN notification n
  CROSS JOIN json_each(n.trades) j
  CROSS JOIN claim c
  WHERE s.account_id = $1 AND s.source_id > $5 AND k.source_id = s.source_id AND n.batch_no = i.value AND n.account_id = s.account_id
    AND c.trade_no = j.value AND c.account_id = n.account_id AND c.batch_no = n.batch_no AND c.source_id > $5
  UNION
  SELECT a.trade_no
  FROM source s
  CROSS JOIN capture_block k
  CROSS JOIN json_each(k.batches) i
  CROSS JOIN answer_row a
  CROSS JOIN claim c
  WHERE s.account_id = $1 AND s.source_id > $5 AND k.source_id = s.source_id AND a.batch_no = i.value AND a.account_id = s.account_id
    AND c.trade_no = a.trade_no AND c.account_id = a.account_id AND c.batch_no = a.batch_no AND c.source_id > $5
  UNION
  SELECT a.trade_no FROM source s CROSS JOIN answer_row a WHERE s.account_id = $1 AND s.source_id > $5 AND a.source_id = s.source_id
  UNION
  SELECT j.value FROM source s CROSS JOIN order_block o CROSS JOIN json_each(o.trades) j
  WHERE s.account_id = $1 AND s.source_id > $5 AND o.source_id = s.source_id
  UNION
  SELECT j.value FROM replaced_source r CROSS JOIN source s CROSS JOIN order_block o CROSS JOIN json_each(o.trades) j
  WHERE r.by_source > $5 AND s.source_id = r.source_id AND s.account_id = $1 AND o.source_id = r.source_id
  UNION
  SELECT l.trade_no FROM request_line l
  WHERE l.account_id = $1
    AND l.batch_no IN (SELECT q.batch_no FROM source s CROSS JOIN request q WHERE s.account_id = $1 AND s.source_id > $5 AND q.source_id = s.source_id
                       UNION
                       SELECT v.batch_no FROM act v WHERE v.account_id = $1 AND v.after_commit >= $6 AND v.batch_no <> '')
  UNION
  SELECT v.trade_no FROM act v WHERE v.account_id = $1 AND v.after_commit >= $6 AND v.trade_no <> ''

-- The trades that something may have changed about since a run: those of the batches in
-- scope_batch, those with a new order row, a replaced one, an act or a new bill row, and those with a result of a time
-- that a new bill covers, with the 25 hours after it (BILL_MISSING).
-- $1 account_id  $2 last source of the run before  $3 its place in the order of decisions
INSERT INTO scope_trade (trade_no)
SELECT j.value AS trade_no FROM scope_batch s CROSS JOIN notification n CROSS JOIN json_each(n.trades) j
WHERE n.batch_no = s.batch_no AND n.account_id = $1
UNION
SELECT a.trade_no FROM scope_batch s CROSS JOIN answer_row a WHERE a.batch_no = s.batch_no AND a.account_id = $1
UNION
SELECT l.trade_no FROM scope_batch s CROSS JOIN request_line l WHERE l.batch_no = s.batch_no AND l.account_id = $1
UNION
SELECT j.value FROM source s CROSS JOIN order_block o CROSS JOIN json_each(o.trades) j
WHERE s.account_id = $1 AND s.source_id > $2 AND o.source_id = s.source_id
UNION
SELECT j.value FROM replaced_source r CROSS JOIN source s CROSS JOIN order_block o CROSS JOIN json_each(o.trades) j
WHERE r.by_source > $2 AND s.source_id = r.source_id AND s.account_id = $1 AND o.source_id = r.source_id
UNION
SELECT a.trade_no FROM act a WHERE a.account_id = $1 AND a.after_commit >= $3 AND a.trade_no <> ''
UNION
SELECT b.trade_no FROM bill_row b WHERE b.account_id = $1 AND b.source_id > $2
UNION
SELECT j.value
FROM bill_period p
CROSS JOIN source s
CROSS JOIN capture_block k
CROSS JOIN json_each(k.batches) i
CROSS JOIN notification n
CROSS JOIN json_each(n.trades) j
WHERE p.account_id = $1 AND p.source_id > $2
  AND s.account_id = p.account_id AND s.kind = 'notify' AND s.first_time < p.until_time + 90000000 AND s.last_time >= p.from_time
  AND k.source_id = s.source_id
  AND k.first_time < p.until_time + 90000000 AND k.last_time >= p.from_time
  AND n.batch_no = i.value AND n.account_id = s.account_id
UNION
SELECT a.trade_no
FROM bill_period p
CROSS JOIN source s
CROSS JOIN capture_block k
CROSS JOIN json_each(k.batches) i
CROSS JOIN answer_row a
WHERE p.account_id = $1 AND p.source_id > $2
  AND s.account_id = p.account_id AND s.kind = 'notify' AND s.first_time < p.until_time + 90000000 AND s.last_time >= p.from_time
  AND k.source_id = s.source_id
  AND k.first_time < p.until_time + 90000000 AND k.last_time >= p.from_time
  AND a.batch_no = i.value AND a.account_id = s.account_id
UNION
SELECT t.trade_no FROM trade_total t
WHERE t.account_id = $1 AND t.is_open = 1 AND (t.owed_fen > t.refunded_fen + t.pending_fen OR (t.due_fen IS NULL AND t.failing = 1))

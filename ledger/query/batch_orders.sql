-- The order numbers of the trades of a batch or proposal, of each trade the newest last.
-- $1 run_id  $2 seq
SELECT o.trade_no, o.out_trade_no
FROM run r
CROSS JOIN correction c
CROSS JOIN order_row o
WHERE r.run_id = $1 AND c.run_id = $1 AND c.seq = $2
  AND o.trade_no = c.trade_no AND o.account_id = r.account_id AND o.out_trade_no <> ''
  AND o.source_id NOT IN (SELECT x.source_id FROM replaced_source x)
ORDER BY o.trade_no, o.source_id, o.line_no

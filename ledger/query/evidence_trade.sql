-- Where a trade is spoken of: results, the requests that hold it, bills, orders.
-- $1 account_id  $2 trade_no  $3 batch_no, '' for all
SELECT s.path, k.line_no
FROM (SELECT c.source_id, c.line_no FROM claim c WHERE c.account_id = $1 AND c.trade_no = $2 AND ($3 = '' OR c.batch_no = $3)
      UNION
      SELECT q.source_id, q.line_no
      FROM request_line l
      JOIN request q ON q.batch_no = l.batch_no AND q.account_id = l.account_id
      WHERE l.account_id = $1 AND l.trade_no = $2 AND ($3 = '' OR l.batch_no = $3) AND q.source_id IS NOT NULL
      UNION
      SELECT b.source_id, b.line_no FROM bill_refund b WHERE b.account_id = $1 AND b.trade_no = $2 AND ($3 = '' OR b.batch_no = $3)
      UNION
      SELECT o.source_id, o.line_no FROM order_row o WHERE o.account_id = $1 AND o.trade_no = $2 AND $3 = '') k
JOIN source s ON s.source_id = k.source_id
ORDER BY k.source_id, k.line_no
LIMIT 1000

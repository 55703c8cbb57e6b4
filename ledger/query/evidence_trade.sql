-- Where a trade is spoken of: results, the requests that hold it, bills, orders. The
-- engine plans a statement again whenever a bare parameter of it is bound that is compared
-- with a column; this one is asked for every finding.
-- $1 account_id  $2 trade_no  $3 batch_no, '' for all
SELECT s.path, k.line_no
FROM (SELECT c.source_id, c.line_no
      FROM claim c
      WHERE c.account_id = CAST($1 AS BIGINT) AND c.trade_no = CAST($2 AS TEXT)
        AND (CAST($3 AS TEXT) = '' OR c.batch_no = CAST($3 AS TEXT))
      UNION ALL
      SELECT q.source_id, q.line_no
      FROM request_line l
      JOIN request q ON q.batch_no = l.batch_no AND q.account_id = l.account_id
      WHERE l.account_id = CAST($1 AS BIGINT) AND l.trade_no = CAST($2 AS TEXT)
        AND (CAST($3 AS TEXT) = '' OR l.batch_no = CAST($3 AS TEXT)) AND q.source_id IS NOT NULL
      UNION ALL
      SELECT b.source_id, b.line_no
      FROM bill_refund b
      WHERE b.account_id = CAST($1 AS BIGINT) AND b.trade_no = CAST($2 AS TEXT)
        AND (CAST($3 AS TEXT) = '' OR b.batch_no = CAST($3 AS TEXT))
      UNION ALL
      SELECT o.source_id, o.line_no
      FROM order_row o
      WHERE o.account_id = CAST($1 AS BIGINT) AND o.trade_no = CAST($2 AS TEXT) AND CAST($3 AS TEXT) = '') k
JOIN source s ON s.source_id = k.source_id
GROUP BY k.source_id, k.line_no, s.path
ORDER BY k.source_id, k.line_no
LIMIT 1000

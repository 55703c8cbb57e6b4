-- The rows of exports whose trade their block does not list. A block may list trades
-- whose rows have become one with others.
SELECT COUNT(*)
FROM (SELECT k.source_id
      FROM (SELECT b.source_id, b.block_no, b.trade_no, 1 AS told FROM source_trade b
            UNION ALL
            SELECT o.source_id, (o.line_no - 1) / 64, o.trade_no, -1 FROM order_row o GROUP BY 1, 2, 3) k
      GROUP BY k.source_id, k.block_no, k.trade_no
      HAVING CAST(SUM(k.told) AS BIGINT) < 0) p

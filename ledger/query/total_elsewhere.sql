-- What people gave the buyer another way, or bills show that they say is so, is owed no
-- more.
-- after: extent_part
-- $1 account_id
UPDATE trade_total
SET elsewhere_fen = g.fen,
    owed_fen = CASE WHEN trade_total.owed_fen > g.fen THEN trade_total.owed_fen - g.fen WHEN trade_total.owed_fen IS NOT NULL THEN 0 END
FROM (SELECT a.trade_no, a.account_id, CAST(SUM(a.given_fen) AS BIGINT) AS fen
      FROM act_in a
      WHERE a.account_id = $1 AND a.given_fen > 0
        AND NOT EXISTS (SELECT 1 FROM act_lapsed x WHERE x.act_no = a.act_no)
      GROUP BY a.trade_no, a.account_id) g
WHERE trade_total.trade_no = g.trade_no AND trade_total.account_id = g.account_id

-- What people gave the buyer another way, or bills show that they say is so, is owed no
-- more. Where that is more than was owed, owed_fen is below zero by what was too much.
-- after: extent_part
-- $1 account_id
UPDATE trade_total
SET elsewhere_fen = g.fen,
    owed_fen = trade_total.owed_fen - g.fen
FROM (SELECT a.trade_no, a.account_id, CAST(SUM(a.given_fen) AS BIGINT) AS fen
      FROM act_in a
      LEFT JOIN act_lapsed x ON x.act_no = a.act_no
      WHERE a.account_id = $1 AND a.given_fen > 0 AND x.act_no IS NULL
      GROUP BY a.trade_no, a.account_id) g
WHERE trade_total.trade_no = g.trade_no AND trade_total.account_id = g.account_id

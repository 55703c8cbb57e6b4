-- What the sheets of trades and results show of all trades.
WITH total_shown AS (SELECT t.* FROM trade_total t),
     result_shown AS (SELECT r.* FROM result r)

-- What the sheet of trades shows of all trades.
WITH total_shown AS (SELECT t.* FROM trade_total t),
     sent_shown AS (SELECT r.* FROM result_sent r)

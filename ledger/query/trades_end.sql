-- What the sheets of trades and results show of them.
-- after: trades_open
),
     total_shown AS (SELECT t.* FROM shown h CROSS JOIN trade_total t WHERE t.trade_no = h.trade_no),
     result_shown AS (SELECT r.* FROM shown h CROSS JOIN result r WHERE r.trade_no = h.trade_no),
     sent_shown AS (SELECT r.* FROM shown h CROSS JOIN result_sent r WHERE r.trade_no = h.trade_no)

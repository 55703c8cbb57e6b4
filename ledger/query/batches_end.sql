-- What the sheet of batches adds up of them.
-- after: batches_open
),
     request_shown AS (SELECT q.* FROM shown h CROSS JOIN request q WHERE q.batch_no = h.batch_no),
     line_shown AS (SELECT x.* FROM shown h CROSS JOIN request_line x WHERE x.batch_no = h.batch_no),
     result_shown AS (
       SELECT y.*
       FROM (SELECT j.value AS trade_no, n.account_id, n.batch_no
             FROM shown h CROSS JOIN notification n CROSS JOIN json_each(n.trades) j WHERE n.batch_no = h.batch_no
             UNION
             SELECT a.trade_no, a.account_id, a.batch_no FROM shown h CROSS JOIN answer_row a WHERE a.batch_no = h.batch_no) t
       CROSS JOIN result y
       WHERE y.trade_no = t.trade_no AND y.account_id = t.account_id AND y.batch_no = t.batch_no),
     notice_shown AS (
       SELECT z.* FROM shown h CROSS JOIN notification z WHERE z.batch_no = h.batch_no),
     delivery_shown AS (
       SELECT z.batch_no, z.account_id FROM shown h CROSS JOIN notification z WHERE z.batch_no = h.batch_no
       UNION ALL
       SELECT e.batch_no, e.account_id FROM shown h CROSS JOIN redelivery e WHERE e.batch_no = h.batch_no)

-- What the sheet of batches adds up of them.
-- after: batches_open
),
     request_shown AS (SELECT q.* FROM shown h CROSS JOIN request q WHERE q.batch_no = h.batch_no),
     line_shown AS (SELECT x.* FROM shown h CROSS JOIN request_line x WHERE x.batch_no = h.batch_no),
     result_shown AS (
       SELECT y.*
       FROM shown h
       CROSS JOIN batch_trade t
       CROSS JOIN result y
       WHERE t.batch_no = h.batch_no
         AND y.trade_no = t.trade_no AND y.account_id = t.account_id AND y.batch_no = t.batch_no),
     notice_shown AS (
       SELECT z.*
       FROM shown h
       CROSS JOIN capture k
       CROSS JOIN notification z
       WHERE k.batch_no = h.batch_no
         AND z.notify_id = k.notify_id AND z.account_id = k.account_id AND z.source_id = k.source_id AND z.line_no = k.line_no AND z.capture_no = k.capture_no),
     delivery_shown AS (SELECT w.* FROM shown h CROSS JOIN capture w WHERE w.batch_no = h.batch_no)

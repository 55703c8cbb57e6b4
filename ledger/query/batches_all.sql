-- What the sheet of batches adds up of all of them.
WITH request_shown AS (SELECT q.* FROM request q),
     line_shown AS (SELECT x.* FROM request_line x),
     result_shown AS (SELECT y.* FROM result y),
     notice_shown AS (SELECT z.* FROM notification z),
     delivery_shown AS (SELECT w.* FROM capture w)

-- When a line was written that did not count: by the last notification that its log holds
-- before it, else by the next one, else by the day in the name of its file (a date, 0 for
-- none), else by the first time that its source holds, else when it was read.
-- $1 line_no  $2 source_id
SELECT COALESCE((SELECT COALESCE(k.logged_at, k.notify_time) FROM capture k
                 WHERE k.source_id = s.source_id AND k.line_no <= CAST($1 AS BIGINT) ORDER BY k.line_no DESC, k.capture_no DESC LIMIT 1),
                (SELECT COALESCE(k.logged_at, k.notify_time) FROM capture k
                 WHERE k.source_id = s.source_id AND k.line_no > CAST($1 AS BIGINT) ORDER BY k.line_no, k.capture_no LIMIT 1)),
       s.file_day, COALESCE(s.first_time, r.as_of)
FROM source s
JOIN run r ON r.run_id = s.run_id
WHERE s.source_id = CAST($2 AS BIGINT)

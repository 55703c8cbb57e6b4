-- When a line was written that did not count: by the last notification that its log holds
-- before it, else by the next one, else by the day in the name of its file (a date, 0 for
-- none), else by the first time that its source holds, else when it was read. Notifications
-- are looked for in the blocks of lines that are next to it.
-- $1 line_no  $2 source_id
SELECT COALESCE((SELECT c.at
                 FROM (SELECT n.line_no, n.capture_no, COALESCE(n.logged_at, n.sent_at) AS at
                       FROM source_batch k
                       CROSS JOIN notification n
                       WHERE k.source_id = s.source_id AND k.block_no <= (CAST($1 AS BIGINT) - 1) / 64
                         AND k.block_no >= (SELECT COALESCE(MAX(b.block_no), 0) FROM capture_block b
                                            WHERE b.source_id = s.source_id AND b.block_no < (CAST($1 AS BIGINT) - 1) / 64)
                         AND n.batch_no = k.batch_no AND n.source_id = k.source_id AND n.line_no <= CAST($1 AS BIGINT)
                       UNION ALL
                       SELECT w.line_no, w.capture_no, COALESCE(w.logged_at, w.notify_time)
                       FROM source_batch k
                       CROSS JOIN redelivery w
                       WHERE k.source_id = s.source_id AND k.block_no <= (CAST($1 AS BIGINT) - 1) / 64
                         AND k.block_no >= (SELECT COALESCE(MAX(b.block_no), 0) FROM capture_block b
                                            WHERE b.source_id = s.source_id AND b.block_no < (CAST($1 AS BIGINT) - 1) / 64)
                         AND w.batch_no = k.batch_no AND w.source_id = k.source_id AND w.line_no <= CAST($1 AS BIGINT)) c
                 ORDER BY c.line_no DESC, c.capture_no DESC LIMIT 1),
                (SELECT c.at
                 FROM (SELECT n.line_no, n.capture_no, COALESCE(n.logged_at, n.sent_at) AS at
                       FROM source_batch k
                       CROSS JOIN notification n
                       WHERE k.source_id = s.source_id AND k.block_no >= (CAST($1 AS BIGINT) - 1) / 64
                         AND k.block_no <= COALESCE((SELECT MIN(b.block_no) FROM capture_block b
                                                     WHERE b.source_id = s.source_id AND b.block_no > (CAST($1 AS BIGINT) - 1) / 64),
                                                    (CAST($1 AS BIGINT) - 1) / 64)
                         AND n.batch_no = k.batch_no AND n.source_id = k.source_id AND n.line_no > CAST($1 AS BIGINT)
                       UNION ALL
                       SELECT w.line_no, w.capture_no, COALESCE(w.logged_at, w.notify_time)
                       FROM source_batch k
                       CROSS JOIN redelivery w
                       WHERE k.source_id = s.source_id AND k.block_no >= (CAST($1 AS BIGINT) - 1) / 64
                         AND k.block_no <= COALESCE((SELECT MIN(b.block_no) FROM capture_block b
                                                     WHERE b.source_id = s.source_id AND b.block_no > (CAST($1 AS BIGINT) - 1) / 64),
                                                    (CAST($1 AS BIGINT) - 1) / 64)
                         AND w.batch_no = k.batch_no AND w.source_id = k.source_id AND w.line_no > CAST($1 AS BIGINT)) c
                 ORDER BY c.line_no, c.capture_no LIMIT 1)),
       s.file_day, COALESCE(s.first_time, r.as_of)
FROM source s
JOIN run r ON r.run_id = s.run_id
WHERE s.source_id = CAST($2 AS BIGINT)

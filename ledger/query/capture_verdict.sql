-- What became of each delivery: 0 it stands, 1 a re-delivery, 2 a re-delivery
-- that was sent earlier than what stands, 3 other content.
-- $1 source_id  $2 first line_no  $3 last line_no
SELECT c.line_no,
       CASE WHEN n.source_id = c.source_id AND n.line_no = c.line_no THEN 0
            WHEN n.digest <> c.digest THEN 3
            WHEN c.notify_time < n.notify_time THEN 2
            ELSE 1 END AS verdict
FROM capture c
JOIN notification n ON n.notify_id = c.notify_id AND n.account_id = c.account_id
WHERE c.source_id = $1 AND c.line_no >= $2 AND c.line_no <= $3
ORDER BY c.line_no

-- The batches that were notified, or that Alipay was asked about, and that no request has.
-- after: extent_part
-- $1 account_id
SELECT b.batch_no,
       COALESCE((SELECT MIN(k.at)
               FROM (SELECT MIN(n.sent_at) AS at FROM notification n WHERE n.batch_no = b.batch_no AND n.account_id = b.account_id
                     UNION ALL
                     SELECT MIN(r.notify_time) FROM redelivery r WHERE r.batch_no = b.batch_no AND r.account_id = b.account_id) k),
                (SELECT MIN(a.counted_at) FROM answer_row a WHERE a.batch_no = b.batch_no AND a.account_id = b.account_id)) AS first_time
FROM (SELECT d.batch_no, d.account_id FROM delivery_in d WHERE d.account_id = $1
      UNION
      SELECT a.batch_no, a.account_id FROM answer_in a WHERE a.account_id = $1) b
WHERE NOT EXISTS (SELECT 1 FROM request q WHERE q.batch_no = b.batch_no AND q.account_id = b.account_id)

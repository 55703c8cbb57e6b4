-- The notify_ids that stand in another block than the one where they are looked for, and the
-- accounts whose first block does not begin at the beginning.
SELECT (SELECT COUNT(*)
        FROM (SELECT b.account_id, b.first_id, LEAD(b.first_id) OVER (PARTITION BY b.account_id ORDER BY b.first_id) AS next_id
              FROM notify_block b) k
        JOIN notification_batch n ON n.account_id = k.account_id AND n.first_id = k.first_id
        WHERE n.notify_id < k.first_id OR n.notify_id >= k.next_id)
     + (SELECT COUNT(*) FROM (SELECT b.account_id FROM notify_block b GROUP BY b.account_id HAVING MIN(b.first_id) <> '') f)

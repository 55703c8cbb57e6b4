-- The batch of each notify_id, those of up to 32 that follow each other a row, as a JSON
-- object. A row holds what is not less than its first_id and less than that of the next
-- one; the first row of an account begins with ''.
CREATE TABLE notify_block (
  account_id INTEGER NOT NULL,
  first_id   TEXT    NOT NULL,
  batches    TEXT    NOT NULL,
  UNIQUE (account_id, first_id)
) STRICT;

INSERT INTO notify_block (account_id, first_id, batches)
SELECT k.account_id, CASE k.block_no WHEN 0 THEN '' ELSE MIN(k.notify_id) END, json_group_object(k.notify_id, k.batch_no)
FROM (SELECT b.account_id, b.notify_id, b.batch_no,
             (ROW_NUMBER() OVER (PARTITION BY b.account_id ORDER BY b.notify_id) - 1) / 16 AS block_no
      FROM notification_batch b) k
GROUP BY k.account_id, k.block_no
ORDER BY k.account_id, k.block_no;

DROP TABLE notification_batch;

-- Joined to anything, a view of two others that are joins themselves is put together whole.
DROP VIEW IF EXISTS batch_trade;

CREATE VIEW notification_batch AS
SELECT b.account_id, b.first_id, j.key AS notify_id, j.value AS batch_no
FROM notify_block b
CROSS JOIN json_each(b.batches) j;

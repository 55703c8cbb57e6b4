-- What did not read in a capture and reads otherwise now.
-- $1 read_in  $2 source_id  $3 line_no  $4 capture_no
UPDATE unread SET read_in = $1
WHERE source_id = $2 AND line_no = $3 AND capture_no = $4 AND read_in IS NULL

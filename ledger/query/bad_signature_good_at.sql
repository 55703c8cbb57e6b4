-- $1 source_id  $2 bad source_id  $3 its line_no  $4 its capture_no
UPDATE bad_signature SET good_in = $1
WHERE source_id = $2 AND line_no = $3 AND capture_no = $4 AND good_in IS NULL

-- $1 sha256  $2 end_byte  $3 charset  $4 how  $5 extra  $6 lines  $7 accepted  $8 duplicate  $9 rejected  $10 ignored  $11 first_time
-- $12 last_time  $13 source_id
UPDATE source
SET sha256 = $1, end_byte = $2, charset = $3, how = $4, extra = $5, lines = $6, accepted = $7, duplicate = $8,
    rejected = $9, ignored = $10, first_time = $11, last_time = $12,
    root_id = CASE root_id WHEN 0 THEN source_id ELSE root_id END
WHERE source_id = $13

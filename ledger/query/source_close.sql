-- $1 head  $2 charset  $3 how  $4 extra  $5 lines  $6 accepted  $7 duplicate  $8 rejected  $9 ignored  $10 first_time
-- $11 last_time  $12 source_id
UPDATE source
SET head = $1, charset = $2, how = $3, extra = $4, lines = $5, accepted = $6, duplicate = $7,
    rejected = $8, ignored = $9, first_time = $10, last_time = $11
WHERE source_id = $12

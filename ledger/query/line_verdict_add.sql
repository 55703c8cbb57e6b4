-- $1 source_id  $2 seq  $3 verdicts
INSERT INTO line_verdict (source_id, seq, verdicts)
VALUES ($1, $2, $3)

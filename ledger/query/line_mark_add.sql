-- $1 source_id  $2 seq  $3 marks
INSERT INTO line_mark (source_id, seq, marks)
VALUES ($1, $2, $3)

-- Who has said an act, the first of them first.
-- $1 act_no
SELECT a.person, a.said_at
FROM act a
WHERE a.act_no = $1 OR a.seconds_no = $1
ORDER BY a.act_no

-- Whether a line of answers did not read before for the same cause, in a file of this path.
-- $1 account_id  $2 path  $3 line_no  $4 reason
SELECT EXISTS (SELECT 1
               FROM unread u
               JOIN source s ON s.source_id = u.source_id
               WHERE s.account_id = $1 AND s.path = $2 AND s.kind = 'answers' AND u.line_no = $3 AND u.reason = $4)

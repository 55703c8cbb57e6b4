package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// SourcesOf returns the sources of the file with these bytes (hex SHA-256), in
// the order in which its stretches were read; none where the account has not
// read them.
func (l *Ledger) SourcesOf(ctx context.Context, account int64, kind Kind, sha256 string) ([]Source, error) {
	all, err := list(ctx, l.write, "source_by_content", scanSource, account, string(kind), sha256)
	if err != nil {
		return nil, fmt.Errorf("look up a file by its content: %w", err)
	}
	return all, nil
}

// LatestAt returns the source that was read last at a path.
func (l *Ledger) LatestAt(ctx context.Context, account int64, kind Kind, path string) (s Source, ok bool, err error) {
	all, err := list(ctx, l.write, "source_at_path", scanSource, account, string(kind), path)
	if err != nil || len(all) == 0 {
		return Source{}, false, errors.Join(err)
	}
	return all[0], true, nil
}

func scanSource(rows *sql.Rows) (s Source, err error) {
	var first, last sql.NullInt64
	err = rows.Scan(&s.ID, &s.Root, &s.Run, &s.Account, &s.Kind, &s.Path, &s.SHA256, &s.Start, &s.End, &s.FirstLine,
		&s.Charset, &s.How, &s.Extra, &s.Lines, &s.Accepted, &s.Duplicate, &s.Rejected, &s.Ignored, &first, &last)
	s.First, s.Last = maybeMoment(first), maybeMoment(last)
	return s, err
}

package reports

import "context"

// WriteLimited is Write with sheets that end after a few rows.
func WriteLimited(ctx context.Context, dir string, b Books, r Report, limit int) error {
	return write(ctx, dir, b, r, limit)
}

package account

import (
	"context"

	"chainchief/internal/appdb"
)

// CountSessions is how many sessions go on.
func (b *Book) CountSessions(ctx context.Context) (n int64, err error) {
	idle, absolute, err := b.bounds(ctx)
	if err != nil {
		return 0, err
	}
	now := b.o.Now()
	err = b.db.Read(ctx, func(ctx context.Context, c appdb.Conn) error {
		_, err := c.First(ctx, []any{&n}, "SELECT COUNT(*) FROM session WHERE began > $1 AND seen > $2",
			now.Add(-absolute).UnixMilli(), now.Add(-idle).UnixMilli())
		return err
	})
	return n, err
}

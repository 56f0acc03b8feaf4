package account

import (
	"context"

	"chainchief/internal/appdb"
)

// CountSessions is how many sessions go on.
func (b *Book) CountSessions(ctx context.Context) (n int64, err error) {
	now := b.o.Now()
	err = b.db.Read(ctx, func(ctx context.Context, c appdb.Conn) error {
		_, err := c.First(ctx, []any{&n}, "SELECT COUNT(*) FROM session WHERE expires > $1 AND seen > $2",
			now.UnixMilli(), now.Add(-b.o.Idle).UnixMilli())
		return err
	})
	return n, err
}

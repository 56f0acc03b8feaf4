package draft

import (
	"bytes"
	"context"

	"chainchief/internal/lists"
	"chainchief/internal/lists/workbook"
)

// Workbooks reads workbooks that chainchief has made.
func Workbooks(known []*lists.List) Reader {
	return func(_ context.Context, f File) ([]lists.Sent, error) {
		return workbook.Read(bytes.NewReader(f.Data), f.Name, known)
	}
}

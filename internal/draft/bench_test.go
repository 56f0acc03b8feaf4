package draft

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"chainchief/internal/analysis"
	"chainchief/internal/decision"
	"chainchief/internal/lists"
	"chainchief/internal/lists/workbook"
	"chainchief/internal/store"
	"chainchief/internal/store/memstore"
	"chainchief/seeds"

	"github.com/xuri/excelize/v2"
)

// manyRows is a workbook of the list of enterprises with rows that are new, and the desk that reads it.
func manyRows(b *testing.B, rows int) (*Desk, []byte) {
	b.Helper()
	ctx := context.Background()
	c, err := seeds.Load()
	must(b, err)
	s := store.New(memstore.Open())
	desk := decision.New(s)
	_, err = desk.Apply(ctx, c)
	must(b, err)
	all, err := lists.Load(seeds.Lists())
	must(b, err)
	now, err := s.Snapshot(ctx)
	must(b, err)
	list, err := lists.Chosen(all, []string{"enterprises"})
	must(b, err)
	var empty bytes.Buffer
	book := workbook.Book{City: "某市", Lang: "zh", Lists: list, Want: lists.Selection{Park: "park:nowhere"}}
	_, err = workbook.Write(&empty, now, book)
	must(b, err)
	in, err := excelize.OpenReader(&empty)
	must(b, err)
	const sheet = "企业清单"
	head, err := in.GetRows(sheet)
	must(b, err)
	out := excelize.NewFile()
	must(b, out.SetSheetName("Sheet1", sheet))
	w, err := out.NewStreamWriter(sheet)
	must(b, err)
	for i, cells := range head[:3] {
		row := make([]any, len(cells))
		for j, text := range cells {
			row[j] = text
		}
		must(b, w.SetRow(fmt.Sprintf("A%d", i+1), row))
	}
	for i := range rows {
		row := make([]any, len(head[2]))
		for j, text := range head[2] {
			switch text {
			case "企业名称 *":
				row[j] = fmt.Sprintf("第%06d号测试有限公司", i)
			case "所在园区 *":
				row[j] = "葛店经济技术开发区"
			case "备注":
				row[j] = "主营光电子元器件的生产与销售"
			}
		}
		must(b, w.SetRow(fmt.Sprintf("A%d", i+4), row))
	}
	must(b, w.Flush())
	var file bytes.Buffer
	must(b, out.Write(&file))
	return New(NewShelf(nil, nil), s, desk, Files(all, nil)), file.Bytes()
}

// BenchmarkOpen reads a file, checks its rows and works out what would be found after them.
func BenchmarkOpen(b *testing.B) {
	for _, rows := range []int{5_000, 100_000} {
		b.Run(fmt.Sprint(rows), func(b *testing.B) {
			d, file := manyRows(b, rows)
			runtime.GC()
			var before runtime.MemStats
			runtime.ReadMemStats(&before)
			var most atomic.Uint64
			done := make(chan struct{})
			go func() {
				for {
					select {
					case <-done:
						return
					case <-time.After(20 * time.Millisecond):
						var now runtime.MemStats
						runtime.ReadMemStats(&now)
						most.Store(max(most.Load(), now.HeapInuse))
					}
				}
			}()
			b.ResetTimer()
			for b.Loop() {
				dr := Draft{File: "企业.xlsx", Work: from}
				o, err := d.Look(context.Background(), dr, file, Sight{})
				must(b, err)
				if c := o.Counts(); c.Taken != rows || o.After == nil {
					b.Fatalf("%+v %v", c, o.Problems)
				}
				if _, err := analysis.Of(o.After.Snapshot); err != nil {
					b.Fatal(err)
				}
			}
			b.StopTimer()
			close(done)
			b.ReportMetric(float64(most.Load()-min(most.Load(), before.HeapInuse))/(1<<20), "MB-above-idle")
			b.ReportMetric(float64(len(file))/(1<<20), "MB-file")
		})
	}
}

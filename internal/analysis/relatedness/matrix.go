// Package relatedness measures how near one activity is to another from who does which: rows are those who do (firms,
// cities), columns what they do (products, links). Sources: Hidalgo, Klinger, Barabási & Hausmann, Science 317:482
// (2007); Hidalgo & Hausmann, PNAS 106:10570 (2009); Hausmann, Hidalgo et al., The Atlas of Economic Complexity (2014).
//
// Rows and columns are sorted by name before anything is summed, so the same matrix gives the same bits in any order.
package relatedness

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"chainchief/graph"
)

// ErrMatrix means that a matrix cannot be measured.
var ErrMatrix = errors.New("not a matrix of who does what")

// Basis says what a matrix is made of: every figure derived from it must be shown with these words.
type Basis struct {
	Code string `json:"code"` // such as firm-product
	ZH   string `json:"zh"`
	EN   string `json:"en"`
}

// Matrix is who does how much of what. It is sparse: a pair without a cell does not.
type Matrix struct {
	Basis   Basis
	Rows    []string // names of those who do, each once
	Columns []string // names of what they do, each once
	Cells   []Cell   // in any order, at most one for a pair
	// Presence: a value says only that it is so, not how much. Then M is 1 wherever the value is above 0, since a revealed
	// comparative advantage of "yes" would punish a firm for doing much.
	Presence bool
}

// Cell says how much a row does of a column: at least 0, in one unit over the matrix.
type Cell struct {
	Row, Column int // index in Rows and Columns
	Value       float64
}

// The bases of matrices that a snapshot holds.
var (
	FirmProductBasis = Basis{
		"firm-product",
		"企业×产品（本库中同一企业生产的产品）",
		"firms × products (made by the same firm in this graph)",
	}
	FirmLinkBasis = Basis{
		"firm-link",
		"企业×环节（本库中同一企业所在的环节，含市外企业）",
		"firms × links (held by the same firm in this graph, firms outside included)",
	}
	CityProductBasis = Basis{
		"city-product",
		"城市×产品或环节（导入的对标城市数据）",
		"cities × products or links (imported data of peer cities)",
	}
)

// FirmProduct returns the matrix of enterprises × products: who makes what, in the snapshot.
func FirmProduct(s *graph.Snapshot) Matrix {
	return Matrix{Basis: FirmProductBasis, Presence: true}.joined(s, graph.Makes, presence)
}

// FirmLink returns the matrix of enterprises × links: who works where, in the snapshot.
func FirmLink(s *graph.Snapshot) Matrix {
	return Matrix{Basis: FirmLinkBasis, Presence: true}.joined(s, graph.OperatesIn, works)
}

// CityProduct returns the matrix of cities × products and links: how much each does, whatever the measure.
func CityProduct(s *graph.Snapshot) Matrix {
	return Matrix{Basis: CityProductBasis}.joined(s, graph.Produces, func(r *graph.Relation) float64 {
		value := graph.OutputOf(r).Value()
		return value
	})
}

func presence(*graph.Relation) float64 { return 1 }

// works is 1 where something is made: to sell or use what others make is no capability.
func works(r *graph.Relation) float64 {
	if graph.PositionOf(r).Makes() {
		return 1
	}
	return 0
}

// joined adds a cell for each pair that a relation joins. Rows and columns are the ids of its ends.
func (m Matrix) joined(s *graph.Snapshot, t graph.RelationType, value func(*graph.Relation) float64) Matrix {
	rows, columns := map[graph.ID]int{}, map[graph.ID]int{}
	index := func(of map[graph.ID]int, names *[]string, id graph.ID) int {
		i, known := of[id]
		if !known {
			i = len(*names)
			of[id] = i
			*names = append(*names, string(id))
		}
		return i
	}
	for i := range s.Relations() {
		if r := &s.Relations()[i]; r.Type == t {
			m.Cells = append(m.Cells, Cell{index(rows, &m.Rows, r.From), index(columns, &m.Columns, r.To), value(r)})
		}
	}
	return m
}

// check says what is wrong with the matrix.
func (m Matrix) check() error {
	for _, names := range [][]string{m.Rows, m.Columns} {
		sorted := slices.Clone(names)
		slices.Sort(sorted)
		if len(slices.Compact(sorted)) != len(names) {
			return fmt.Errorf("%w: a name stands twice", ErrMatrix)
		}
	}
	seen := make(map[[2]int]bool, len(m.Cells))
	for _, cell := range m.Cells {
		at := [2]int{cell.Row, cell.Column}
		switch {
		case cell.Row < 0 || cell.Row >= len(m.Rows) || cell.Column < 0 || cell.Column >= len(m.Columns):
			return fmt.Errorf("%w: a cell at row %d, column %d lies outside", ErrMatrix, cell.Row, cell.Column)
		case !(cell.Value >= 0) || math.IsInf(cell.Value, 0):
			return fmt.Errorf("%w: %s, %s is %v", ErrMatrix, m.Rows[cell.Row], m.Columns[cell.Column], cell.Value)
		case seen[at]:
			return fmt.Errorf("%w: %s, %s stands twice", ErrMatrix, m.Rows[cell.Row], m.Columns[cell.Column])
		}
		seen[at] = true
	}
	return nil
}

// trimmed returns the matrix without its empty rows and columns, names sorted, cells by row and column, and the names
// that were dropped, sorted.
func (m Matrix) trimmed() (kept Matrix, droppedRows, droppedColumns []string) {
	row, column := make([]bool, len(m.Rows)), make([]bool, len(m.Columns))
	for _, cell := range m.Cells {
		if cell.Value > 0 {
			row[cell.Row], column[cell.Column] = true, true
		}
	}
	kept = Matrix{Basis: m.Basis, Presence: m.Presence}
	rowAt, columnAt := make([]int, len(m.Rows)), make([]int, len(m.Columns))
	kept.Rows, droppedRows = sift(m.Rows, row, rowAt)
	kept.Columns, droppedColumns = sift(m.Columns, column, columnAt)
	for _, cell := range m.Cells {
		if cell.Value > 0 {
			kept.Cells = append(kept.Cells, Cell{rowAt[cell.Row], columnAt[cell.Column], cell.Value})
		}
	}
	slices.SortFunc(kept.Cells, func(a, b Cell) int { return cmp.Or(a.Row-b.Row, a.Column-b.Column) })
	return kept, droppedRows, droppedColumns
}

// sift parts the names into those to keep and the others, both sorted, and notes where each kept one now stands.
func sift(names []string, keep []bool, at []int) (kept, dropped []string) {
	for _, i := range byName(names) {
		if keep[i] {
			at[i] = len(kept)
			kept = append(kept, names[i])
		} else {
			dropped = append(dropped, names[i])
		}
	}
	return kept, dropped
}

func byName(names []string) []int {
	order := make([]int, len(names))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(names[a], names[b]) })
	return order
}

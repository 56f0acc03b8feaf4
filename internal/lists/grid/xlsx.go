package grid

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Bounds of what is unpacked: a workbook is a package that could unpack to anything.
const (
	mostUnpacked = 512 << 20
	mostInMemory = 16 << 20
)

// workbook reads an Excel workbook.
func workbook(data []byte, file string) (sheets []Sheet, err error) {
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		RawCellValue:      true, // numbers as they are, not as they are shown
		UnzipSizeLimit:    mostUnpacked,
		UnzipXMLSizeLimit: mostInMemory,
	})
	if err != nil {
		return nil, refused(file, "this is no workbook that can be read",
			"save it as an Excel workbook (.xlsx), without a password", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	merges := mergesOf(data)
	cells := 0
	texts := map[string]string{} // each once: a column says the same in thousands of rows
	for _, name := range f.GetSheetList() {
		s := Sheet{Name: name, Merges: merges[name]}
		rows, err := f.Rows(name)
		var none excelize.ErrSheetNotExist
		if errors.As(err, &none) { // a sheet of a chart
			continue
		}
		if err != nil {
			return nil, unreadable(file, name, err)
		}
		for i := 0; rows.Next(); i++ {
			row, err := rows.Columns()
			if err != nil {
				return nil, errors.Join(unreadable(file, name, err), rows.Close())
			}
			if err := bounded(file, name, i, row, &cells); err != nil {
				return nil, errors.Join(err, rows.Close())
			}
			for j, cell := range row {
				const few, short = 100_000, 64
				if same, known := texts[cell]; known {
					row[j] = same
				} else if len(texts) < few && len(cell) <= short {
					texts[cell] = cell
				}
			}
			s.Rows = append(s.Rows, slices.Clip(row))
		}
		if err := errors.Join(rows.Error(), rows.Close()); err != nil {
			return nil, unreadable(file, name, err)
		}
		sheets = append(sheets, s)
	}
	return sheets, nil
}

func unreadable(file, sheet string, err error) error {
	return refused(file, "the sheet "+sheet+" cannot be read", "open it in a spreadsheet program and save it anew", err)
}

// mergesOf finds the merged ranges of each sheet. excelize would take whole sheets into memory for them; they stand
// behind the rows, so the part is read past. What is broken has no merges: that it is broken is told with its rows.
func mergesOf(data []byte) map[string][]Merge {
	pack, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil
	}
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	var ties struct {
		All []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if part(pack, "xl/workbook.xml", &book) != nil || part(pack, "xl/_rels/workbook.xml.rels", &ties) != nil {
		return nil
	}
	out := map[string][]Merge{}
	for _, sheet := range book.Sheets {
		for _, tie := range ties.All {
			if tie.ID != sheet.ID {
				continue
			}
			name := path.Join("xl", tie.Target)
			if strings.HasPrefix(tie.Target, "/") {
				name = strings.TrimPrefix(tie.Target, "/")
			}
			if r, err := pack.Open(name); err == nil {
				out[sheet.Name] = scanMerges(io.LimitReader(r, mostUnpacked))
				_ = r.Close()
			}
		}
	}
	return out
}

func part(pack *zip.Reader, name string, into any) error {
	r, err := pack.Open(name)
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }()
	return xml.NewDecoder(io.LimitReader(r, mostInMemory)).Decode(into)
}

// scanMerges reads the mergeCell elements of a sheet and nothing else of it.
func scanMerges(r io.Reader) (merges []Merge) {
	const longest = 1 << 20
	tags := bufio.NewScanner(r)
	tags.Buffer(make([]byte, 0, 1<<16), longest)
	tags.Split(func(data []byte, end bool) (int, []byte, error) {
		if i := bytes.IndexByte(data, '>'); i >= 0 {
			return i + 1, data[:i], nil
		}
		if end {
			return len(data), nil, nil
		}
		return 0, nil, nil
	})
	for tags.Scan() {
		tag := tags.Bytes()
		at := bytes.LastIndexByte(tag, '<')
		if at < 0 || !bytes.Contains(tag[at:], []byte("mergeCell ")) {
			continue
		}
		_, after, has := strings.Cut(string(tag[at:]), `ref="`)
		ref, _, closed := strings.Cut(after, `"`)
		if !has || !closed {
			continue
		}
		if m, is := rangeOf(ref); is && len(merges) < mostRows {
			merges = append(merges, m)
		}
	}
	return merges
}

// rangeOf reads A1:C3.
func rangeOf(ref string) (m Merge, is bool) {
	from, to, has := strings.Cut(ref, ":")
	if !has {
		return m, false
	}
	left, top, err := excelize.CellNameToCoordinates(from)
	if err != nil {
		return m, false
	}
	right, bottom, err := excelize.CellNameToCoordinates(to)
	if err != nil || right < left || bottom < top {
		return m, false
	}
	return Merge{Top: top - 1, Left: left - 1, Bottom: bottom - 1, Right: right - 1}, true
}

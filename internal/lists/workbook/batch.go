package workbook

import (
	"bytes"
	"strings"

	"github.com/xuri/excelize/v2"
)

// BatchOf is the batch that a workbook carries, whatever else people did to it; empty when it has none, or cannot be
// read.
func BatchOf(data []byte) string {
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		RawCellValue:      true,
		UnzipSizeLimit:    mostUnpacked,
		UnzipXMLSizeLimit: mostInMemory,
	})
	if err != nil {
		return ""
	}
	defer func() { _ = f.Close() }()
	for _, sheet := range f.GetSheetList() {
		first, err := firstCell(f, sheet)
		if err != nil {
			continue
		}
		const known = 5 // chainchief, list, version, language, batch
		if parts := strings.Fields(first); len(parts) == known && parts[0] == "chainchief" {
			return parts[known-1]
		}
	}
	return ""
}

package grid

import (
	"bytes"
	"unicode/utf16"
)

// binary says what to do with the old files of Office: no library that is kept reads them (docs/decisions/0047).
func binary(data []byte, file string) error {
	switch {
	case bytes.Contains(data, wide("EncryptedPackage")):
		return refused(file, "this workbook has a password", "open it, take the password off, and save it anew", nil)
	case bytes.Contains(data, wide("WordDocument")):
		return refused(file, "this is a Word document",
			"copy the table in Word and paste it here, or into a sheet saved as .xlsx", nil)
	}
	return refused(file, "this is a binary workbook of Excel 97–2003 (.xls), which is not read",
		"open it in Excel, WPS or LibreOffice and save it as an Excel workbook (.xlsx)", nil)
}

// wide is a name as the directory of such a file writes it.
func wide(text string) (out []byte) {
	for _, unit := range utf16.Encode([]rune(text)) {
		out = append(out, byte(unit), byte(unit>>8))
	}
	return out
}

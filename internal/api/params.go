package api

import (
	"regexp"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// What parameters take is said once, as a type with its schema: what the file of the API allows is accepted, and what
// it forbids is refused.

// Moment names a revision, or the last one of a day, month, quarter or year, or the one that stood at a time.
type Moment string

// Day is a day of the calendar, or empty.
type Day string

// Text is what people write, over several lines.
type Text string

// Line is what people write into one line.
type Line string

// Role is who writes.
type Role string

const (
	day = `(([0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|` +
		`02-(0[1-9]|1[0-9]|2[0-8])))|(([02468][048]|[13579][26])00|[0-9]{2}(0[48]|[2468][048]|[13579][26]))-02-29)`
	clock    = `T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])`
	revision = `r?[1-9][0-9]{0,14}`
	month    = `[0-9]{4}-(Q[1-4]|0[1-9]|1[0-2])`
	moment   = `^(` + revision + `|` + month + `|` + day + `(` + clock + `)?)$`

	// Controls and what was lost before it came (U+FFFD) can be kept nowhere.
	text = `^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f` + "\ufffd" + `]*$`
	line = `^[^\x00-\x1f\x7f-\x9f` + "\ufffd" + `]*$`
)

func patterned(pattern, says string) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Pattern: pattern, PatternDescription: says}
}

// Schema implements huma.SchemaProvider.
func (Moment) Schema(huma.Registry) *huma.Schema {
	s := patterned(moment, "a revision (12 or r12), a date (2026-11-01, 2026-11, 2026-Q4, 2026) or a time "+
		"(2026-11-01T12:00:00+08:00)")
	most := 40
	s.MaxLength = &most
	return s
}

// Schema implements huma.SchemaProvider.
func (Day) Schema(huma.Registry) *huma.Schema {
	return patterned(`^(`+day+`)?$`, "a day, as 2026-12-31")
}

// Schema implements huma.SchemaProvider.
func (Text) Schema(huma.Registry) *huma.Schema {
	return patterned(text, "text without control characters and lost ones (U+FFFD)")
}

const oneLine = "one line of text without control characters and lost ones (U+FFFD)"

// Schema implements huma.SchemaProvider.
func (Line) Schema(huma.Registry) *huma.Schema { return patterned(line, oneLine) }

// Schema implements huma.SchemaProvider.
func (Role) Schema(huma.Registry) *huma.Schema {
	most, s := 100, patterned(line, oneLine)
	s.MaxLength, s.Description = &most, "Role of who writes; with accounts it is the one who signed in"
	return s
}

// sortedBy is the schema of the orders of a list.
func sortedBy(fields ...string) *huma.Schema {
	one := `-?(` + strings.Join(fields, "|") + `)`
	s := patterned(`^(`+one+`(,`+one+`)*)?$`, "one or more of "+strings.Join(fields, ", ")+", joined by commas; "+
		"- before a field: from the highest")
	most := 100
	s.MaxLength = &most
	return s
}

// GapSort is how gaps are sorted.
type GapSort string

// Schema implements huma.SchemaProvider.
func (GapSort) Schema(huma.Registry) *huma.Schema {
	return sortedBy("weight", "name", "chain", "necessity")
}

// ActivitySort is how activities are sorted.
type ActivitySort string

// Schema implements huma.SchemaProvider.
func (ActivitySort) Schema(huma.Registry) *huma.Schema {
	return sortedBy("relatedness", "density", "gain", "pci", "advantage", "name")
}

// EnterpriseSort is how enterprises are sorted.
type EnterpriseSort string

// Schema implements huma.SchemaProvider.
func (EnterpriseSort) Schema(huma.Registry) *huma.Schema {
	return sortedBy("name", "positions", "missing")
}

// whole is how a whole number is written, whole and true or false in one way only.
var whole = regexp.MustCompile(`^(0|-?[1-9][0-9]*)$`)

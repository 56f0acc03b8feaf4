package graph

// Confidence says how firmly a fact stands. The words on screen are fixed in Confidences.
type Confidence string

// From firm to weak.
const (
	Documented Confidence = "documented" // the city's document, a government or stock-exchange page
	Media      Confidence = "media"      // a recognisable outlet
	Repost     Confidence = "repost"     // a re-post of such a text; the original is still to be found
	Unverified Confidence = "unverified" // a weak page
	Trade      Confidence = "trade"      // general knowledge of the trade
	Inferred   Confidence = "inferred"   // a guess
)

// Confidences lists every confidence with its words, from firm to weak.
var Confidences = []Term{
	{string(Documented), "公开文件", "Public document"},
	{string(Media), "媒体报道", "Media report"},
	{string(Repost), "媒体转载", "Re-post"},
	{string(Unverified), "待核实", "To be verified"},
	{string(Trade), "行业常识", "Trade knowledge"},
	{string(Inferred), "推测", "Inferred"},
}

// Evidenced tells whether the fact rests on a document or a medium, not on knowledge of the trade or a guess.
func (c Confidence) Evidenced() bool { return c == Documented || c == Media || c == Repost }

// Settled tells whether the fact may be shown without 待核实: a re-post is evidence, but its original must still be found.
func (c Confidence) Settled() bool { return c == Documented || c == Media }

// ValueKind says whether a figure was announced, measured or aimed at.
type ValueKind string

// The standings of a figure.
const (
	Planned ValueKind = "planned"
	Actual  ValueKind = "actual"
	Target  ValueKind = "target"
)

// ValueKinds lists the standings of a figure with their words.
var ValueKinds = []Term{
	{string(Planned), "计划", "Planned"},
	{string(Actual), "实际", "Actual"},
	{string(Target), "目标", "Target"},
}

// Term is a code with its words in both languages.
type Term struct {
	Code string `json:"code"`
	ZH   string `json:"zh"`
	EN   string `json:"en"`
}

// Words returns the words of the code in the language ("en", else Chinese), or the code itself when the list lacks it.
func Words(terms []Term, code, lang string) string {
	for _, t := range terms {
		if t.Code != code {
			continue
		}
		if lang == "en" {
			return t.EN
		}
		return t.ZH
	}
	return code
}

// Provenance is where a fact comes from. Every node and relation carries one.
type Provenance struct {
	Source     ID         `json:"source"`            // a Source node
	Locator    string     `json:"locator,omitempty"` // page, paragraph or table in it
	AsOf       Date       `json:"as_of"`             // the day that the fact describes, not the day it was entered
	Confidence Confidence `json:"confidence"`
	ValueKind  ValueKind  `json:"value_kind,omitempty"` // figures only
}

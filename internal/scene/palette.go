package scene

// Inks of all drawings (docs/drawings.md, Ink).
const (
	Ink         = "#1f2a37"
	Secondary   = "#5a6675"
	Hairline    = "#c9d1da"
	FaintBand   = "#f4f6f8"
	Ground      = "#ffffff"
	Accent      = "#1d4f91"
	Accent2     = "#4f78b0"
	AccentFill  = "#e6ebf1"
	EmptyBar    = "#e3e8ef"
	Amber       = "#b7791f"
	AmberInk    = "#7a5210"
	Red         = "#c2331f"
	UnknownEdge = "#8b96a5"
	Ribbon      = "#9db6d9"

	ProjectorBand   = "#eceff3" // stronger grounds, which a projector does not wash out
	ProjectorFuture = "#e9edf2"
)

// StateInk is how a coverage state looks: colour, border and mark together, so that grey print loses nothing.
type StateInk struct {
	Fill, Stroke string
	Width        float64
	Dash         []float64
	Text         string    // ink of words on the fill
	Quiet        string    // ink of secondary words on the fill
	Mark         string    // ink of the mark
	Bars         [2]string // filled and empty weight bars
	Corner       bool      // three diagonal lines in a corner
}

// StateInks by coverage state.
var StateInks = map[string]StateInk{
	"strong": {
		Fill:   "#0f766e",
		Stroke: "#0f766e",
		Width:  1.2,
		Text:   "#ffffff",
		Quiet:  "#ffffff",
		Mark:   "#ffffff",
		Bars:   [2]string{"#ffffff", "#5ba39d"},
	},
	"present": {
		Fill:   "#cfe8e2",
		Stroke: "#0f766e",
		Width:  1.2,
		Text:   Ink,
		Quiet:  "#46525f",
		Mark:   "#0f766e",
		Bars:   [2]string{"#2e5a55", "#9ccabf"},
	},
	"weak": {
		Fill:   "#fdf0d0",
		Stroke: "#b7791f",
		Width:  1.2,
		Text:   Ink,
		Quiet:  "#55606d",
		Mark:   "#b7791f",
		Bars:   [2]string{"#7a5210", "#e3cf9e"},
		Corner: true,
	},
	"missing": {
		Fill:   "#ffffff",
		Stroke: "#c2331f",
		Width:  2,
		Dash:   []float64{7, 4},
		Text:   Ink,
		Quiet:  Secondary,
		Mark:   "#c2331f",
		Bars:   [2]string{"#5a6675", "#d5dbe2"},
	},
	"outside": {
		Fill:   "#e8eef6",
		Stroke: "#4a6fa5",
		Width:  1.4,
		Dash:   []float64{2, 3},
		Text:   Ink,
		Quiet:  "#4a5666",
		Mark:   "#4a6fa5",
		Bars:   [2]string{"#36588c", "#bccadf"},
	},
	"restricted": {
		Fill:   "#eef0f3",
		Stroke: Ink,
		Width:  1.4,
		Text:   Ink,
		Quiet:  "#46525f",
		Mark:   Ink,
		Bars:   [2]string{"#5a6675", "#c3cad2"},
	},
	"market": {
		Fill:   "#f7f8fa",
		Stroke: "#8a94a3",
		Width:  1,
		Text:   Ink,
		Quiet:  Secondary,
		Mark:   Secondary,
		Bars:   [2]string{"#5a6675", "#d5dbe2"},
	},
}

package diagram

// Slot is one visible part of a weight or score in a bar of parts: as wide as the Most points that it can give, filled
// by Value, 0 to 1. An Unknown one is drawn empty and dashed, and what it could give is no part of the score.
type Slot struct {
	Key     string  `json:"key"`
	Most    float64 `json:"most"`
	Value   float64 `json:"value"`
	Unknown bool    `json:"unknown,omitempty"`
}

package structure

import "chainchief/internal/layout/flow"

// page is the sheet that a technology-structure drawing is painted on.
type page struct{ *flow.Canvas }

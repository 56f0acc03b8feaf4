package impact

import "chainchief/internal/layout/flow"

// page is the sheet that a drawing of what fails with a link is painted on.
type page struct{ *flow.Canvas }

package targets

import "chainchief/internal/layout/sheet"

// page is the sheet that a drawing of investment targets is painted on.
type page struct{ *sheet.Sheet }

package whatif

import "chainchief/internal/layout/sheet"

// page is the sheet that a what-if drawing is painted on.
type page struct{ *sheet.Sheet }

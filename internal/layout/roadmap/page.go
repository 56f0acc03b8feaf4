package roadmap

import "chainchief/internal/layout/sheet"

// page is the sheet that a roadmap is painted on.
type page struct{ *sheet.Sheet }

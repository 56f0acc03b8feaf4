package changes

import "chainchief/internal/layout/sheet"

// page is the sheet that a drawing of changes is painted on.
type page struct{ *sheet.Sheet }

package application

import "chainchief/internal/layout/sheet"

// page is the sheet that a drawing of application fields is painted on.
type page struct{ *sheet.Sheet }

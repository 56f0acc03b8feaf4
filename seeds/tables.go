package seeds

// table is one CSV list: the columns that it must have, and those that may be left out.
type table struct {
	file     string
	columns  []string
	optional []string
}

// The lists of a folder of seeds. What a row of each is stands in README.md.
var (
	sourcesTable = table{
		file: "sources.csv",
		columns: []string{
			"key", "title", "publisher", "url", "published", "grade", "note",
		},
	}
	parksTable = table{
		file: "parks.csv",
		columns: []string{
			"key", "name", "name_en", "kind", "within", "code", "lon", "lat", "accuracy_km", "hosts",
			"hosts_confidence", "restriction", "note", "source", "as_of", "confidence",
		},
	}
	enterprisesTable = table{
		file: "enterprises.csv",
		columns: []string{
			"key", "name", "short_name", "name_en", "aliases", "credit_code", "located_in",
			"located_confidence", "registered_in", "group", "listed_code", "levels", "kind", "source",
			"locator", "as_of", "confidence", "note",
		},
	}
	positionsTable = table{
		file: "positions.csv",
		columns: []string{
			"enterprise", "link", "role", "stage", "products", "share", "note", "source", "locator", "as_of",
			"confidence",
		},
		optional: []string{
			"capacity", "capacity_unit",
		},
	}
	candidatesTable = table{
		file: "candidates.csv",
		columns: []string{
			"key", "name", "name_en", "aliases", "plant", "seat", "region", "circle", "listed_code", "kind",
			"source", "as_of", "confidence", "note", "veto", "veto_instead",
		},
	}
	restrictionsTable = table{
		file: "restrictions.csv",
		columns: []string{
			"policy", "name", "name_en", "number", "links", "rule", "note", "source", "locator", "as_of",
			"confidence",
		},
	}
	suppliesTable = table{
		file: "supplies.csv",
		columns: []string{
			"from", "to", "what", "standing", "level", "source", "locator", "as_of", "confidence", "note",
		},
	}
	projectsTable = table{
		file: "projects.csv",
		columns: []string{
			"key", "name", "enterprise", "links", "park", "kind", "stage", "signed", "started", "trial",
			"produced", "due", "note", "source", "locator", "as_of", "confidence",
		},
		optional: []string{
			"scope", "years", "start_due", "completed", "progress", "in_statistics", "not_in_statistics",
			"owner", "problem", "given_up", "given_up_why", "signers", "investors",
		},
	}
	figuresTable = table{
		file: "figures.csv",
		columns: []string{
			"key", "subject", "measure", "value", "unit", "value_kind", "period", "text", "source", "locator",
			"as_of", "confidence",
		},
		optional: []string{
			"owner", "visibility",
		},
	}
	unitsTable = table{
		file: "units.csv",
		columns: []string{
			"key", "name", "name_en", "source", "locator", "as_of", "confidence",
		},
	}
	tasksTable = table{
		file: "tasks.csv",
		columns: []string{
			"key", "name", "measure", "lead", "units", "about", "due", "progress", "done", "source", "locator",
			"as_of", "confidence",
		},
	}
)

var tables = []table{
	sourcesTable, parksTable, enterprisesTable, positionsTable, candidatesTable, restrictionsTable, suppliesTable,
	projectsTable, figuresTable, unitsTable, tasksTable,
}

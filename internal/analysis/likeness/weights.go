package likeness

import (
	_ "embed" // for weights.csv
	"fmt"
	"strconv"
	"strings"
)

// Learned says of what the weights were learned.
const Learned = "ChainKnowledgeGraph, 2021–2022"

// learned is written by `chainchief bench candidates DIR --fit FILE`: sign, weight.
//
//go:embed weights.csv
var learned string

// signs are named in named and weighted by what was learned.
var signs = weighted(named, learned)

// weighted takes the weights of a table of sign and weight. The table is part of the program: one that does not hold
// just the signs is a fault of whoever wrote it.
func weighted(list [signCount]Sign, table string) [signCount]Sign {
	weights := map[string]float64{}
	for i, line := range strings.Split(strings.TrimSpace(table), "\n") {
		key, number, _ := strings.Cut(strings.TrimSpace(line), ",")
		if i == 0 {
			continue
		}
		weight, err := strconv.ParseFloat(number, 64)
		if err != nil {
			panic(fmt.Sprintf("weights.csv, line %d: %v", i+1, err))
		}
		weights[key] = weight
	}
	for i, s := range list {
		weight, known := weights[s.Key]
		if !known || len(weights) != len(list) {
			panic(fmt.Sprintf("weights.csv has %d weights for %d signs, %q known: %v", len(weights), len(list), s.Key, known))
		}
		list[i].Weight = weight
	}
	return list
}

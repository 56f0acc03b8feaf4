package main

import (
	"fmt"
	"strconv"

	"github.com/alecthomas/kong"
)

// count is how many, or how often; never less than nothing.
type count int

// everything is more than any list holds.
const everything = 1 << 30

// Decode implements kong.MapperValue, for flags and variables alike.
func (c *count) Decode(from *kong.DecodeContext) error {
	var text string
	if err := from.Scan.PopValueInto("number", &text); err != nil {
		return err
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > everything {
		return fmt.Errorf("must be a number from 0 to %d but got %q", everything, text)
	}
	*c = count(n)
	return nil
}

package foreign

import (
	"slices"
	"testing"
)

func TestASlashWithinANamePartsNothing(t *testing.T) {
	for text, want := range map[string][]string{
		"Mini/Micro LED 芯片":  {"Mini/Micro LED 芯片"},
		"AC/DC/USB、电源模块":     {"AC/DC/USB", "电源模块"},
		"碳纤维/预浸料；Mini/Micro": {"碳纤维", "预浸料", "Mini/Micro"},
		"/":                  nil,
	} {
		if got := parted(text); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

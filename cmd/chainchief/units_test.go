package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestSystemdUnits: systemd finds no fault in them, and rates how much they leave open as little.
func TestSystemdUnits(t *testing.T) {
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("there is no systemd-analyze")
	}
	units, err := filepath.Glob("../../docs/chainchief*.*")
	if err != nil || len(units) != 3 {
		t.Fatal(units, err)
	}
	dir := t.TempDir()
	var services, all []string
	for _, unit := range units {
		text, err := os.ReadFile(unit)
		if err != nil {
			t.Fatal(err)
		}
		to := filepath.Join(dir, filepath.Base(unit))
		text = []byte(strings.ReplaceAll(string(text), "/usr/local/bin/chainchief", "/bin/true")) // it must be there
		if err := os.WriteFile(to, text, 0o600); err != nil {
			t.Fatal(err)
		}
		all = append(all, to)
		if filepath.Ext(to) == ".service" {
			services = append(services, to)
		}
	}
	if out, err := exec.Command("systemd-analyze", append([]string{"verify"}, all...)...).CombinedOutput(); err != nil ||
		len(out) > 0 {
		t.Errorf("%v: %s", err, out)
	}
	args := append([]string{"security", "--offline=yes", "--no-pager"}, services...)
	out, err := exec.Command("systemd-analyze", args...).CombinedOutput()
	if err != nil {
		t.Skipf("this systemd-analyze looks at no files: %v", err)
	}
	levels := regexp.MustCompile(`exposure level for \S+: ([0-9.]+)`).FindAllStringSubmatch(string(out), -1)
	if len(levels) != len(services) {
		t.Fatalf("%s", out)
	}
	for _, l := range levels {
		if level, err := strconv.ParseFloat(l[1], 64); err != nil || level > 2 {
			t.Errorf("%s", l[0])
		}
	}
}

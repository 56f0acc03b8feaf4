// Package rendertest proves finished drawings with what did not make them: Chromium, LibreOffice, poppler, and readers
// of their own for PPTX and SVG. Tests of the painters and of the drawings use it; nothing else does.
package rendertest

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// Program finds a program of the system; without it the test is skipped on a desk and fails where CI is set.
func Program(t testing.TB, names ...string) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("CI") != "" {
		t.Fatalf("no %s: make office browser installs it", names[0])
	}
	t.Skipf("no %s: make office browser installs it", names[0])
	return ""
}

// Browser finds a Chromium.
func Browser(t testing.TB) string {
	t.Helper()
	return Program(t, "chromium", "chromium-browser", "google-chrome")
}

// Run starts a program that must not complain, in an environment where our font is the system's too, and returns what
// it says.
func Run(t testing.TB, path string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 15*time.Minute) // LibreOffice with 200 files on a busy machine
	defer cancel()
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Env = append(os.Environ(), "FONTCONFIG_FILE="+fontconfig(t))
	var out, complaints bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaints
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v: %s", filepath.Base(path), err, complaints.String())
	}
	if filepath.Base(path) != "soffice" && complaints.Len() > 0 { // soffice speaks of the desktop that it does not find
		t.Errorf("%s complains: %s", filepath.Base(path), complaints.String())
	}
	return out.String()
}

// Office converts files with LibreOffice, all of them in one start, which takes longer than a file.
func Office(t testing.TB, soffice, format, dir string, files ...string) {
	t.Helper()
	const most = 100 // in one run: of some 250 files it converts no more, and says nothing
	for some := range slices.Chunk(files, most) {
		Run(t, soffice, append([]string{
			"-env:UserInstallation=file://" + filepath.Join(dir, "profile"),
			"--headless",
			"--convert-to",
			format,
			"--outdir",
			dir,
		}, some...)...)
	}
}

// fonts is the folder of the fonts of this build.
func fonts(t testing.TB) string {
	t.Helper()
	_, here, _, ok := runtime.Caller(0)
	if !ok {
		t.Fatal("the folder of the fonts is not known")
	}
	return filepath.Join(filepath.Dir(here), "../../scene/font")
}

func fontconfig(t testing.TB) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "fonts.conf")
	text := fmt.Sprintf(
		`<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>%s</dir><cachedir>%s</cachedir>`+
			`</fontconfig>`,
		fonts(t),
		t.TempDir(),
	)
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// FontFaces gives Chromium the fonts of this build, as CSS.
func FontFaces(t testing.TB) string {
	t.Helper()
	faces := ""
	for _, face := range [][2]string{{"400", "Regular"}, {"700", "Bold"}} {
		faces += fmt.Sprintf(
			"@font-face{font-family:'Noto Sans SC';font-weight:%s;src:url('file://%s/NotoSansSC-%s.ttf')}",
			face[0],
			fonts(t),
			face[1],
		)
	}
	return faces
}

// Chromium runs a browser without a window on a local page, which asks nobody and sees local files, and returns what it
// prints.
func Chromium(t testing.TB, chromium string, args ...string) []byte {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	flags := []string{
		"--headless",
		"--no-sandbox",
		"--disable-gpu",
		"--disable-quic",
		"--no-first-run",
		"--disable-background-networking",
		"--disable-component-update",
		"--disable-sync",
		"--allow-file-access-from-files",
		"--virtual-time-budget=8000",
		"--user-data-dir=" + t.TempDir(),
	}
	cmd := exec.CommandContext(ctx, chromium, append(flags, args...)...)
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("chromium: %v: %s", err, complaints.String())
	}
	return out
}

// KeepsPDFA fails the test for each file that breaks a flavour of PDF/A, such as 2u, by veraPDF, which Maven installs.
func KeepsPDFA(t testing.TB, flavour string, files ...string) {
	t.Helper()
	mvn := Program(t, "mvn")
	Program(t, "javac") // java runs the source
	java := Program(t, "java")
	_, here, _, _ := runtime.Caller(0)
	source, lib := filepath.Join(filepath.Dir(here), "verapdf"), t.TempDir()
	ctx, cancel := context.WithTimeout(t.Context(), 6*time.Minute)
	defer cancel()
	run := func(path string, args ...string) string {
		out, err := exec.CommandContext(ctx, path, args...).CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v: %s", filepath.Base(path), err, out)
		}
		return string(out)
	}
	run(mvn, "-q", "-B", "-f", filepath.Join(source, "pom.xml"), "dependency:copy-dependencies", "-DoutputDirectory="+lib)
	said := run(java, append([]string{"-cp", filepath.Join(lib, "*"), filepath.Join(source, "Validate.java"), flavour},
		files...)...)
	for _, file := range files {
		if !strings.Contains(said, file+" keeps "+flavour+"\n") {
			t.Errorf("%s breaks PDF/A-%s: %s", file, flavour, said)
		}
	}
}

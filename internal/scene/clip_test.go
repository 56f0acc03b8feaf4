package scene

import (
	"strings"
	"testing"
	"unicode"
)

// TestClippedNamesAreToldApart: of names that begin alike what is left differs, and is no longer than its room.
func TestClippedNamesAreToldApart(t *testing.T) {
	const head = "湖北省鄂州市葛店经济技术开发区光电子信息产业园第三代半导体"
	for _, width := range []float64{122, 160, 240} {
		seen := map[string]string{}
		for _, tail := range []string{"外延片一期项目", "外延片二期项目", "衬底中试基地", "衬底中试基地有限公司分公司", "封装材料有限公司"} {
			got := ClipName(head+tail, 14, false, width)
			if other, ok := seen[got]; ok {
				t.Errorf("%.0f: %s and %s are both %s", width, tail, other, got)
			}
			seen[got] = tail
			if Measure(got, 14, false) > width || strings.Count(got, "…") != 1 {
				t.Errorf("%.0f: %s is %.1f wide", width, got, Measure(got, 14, false))
			}
		}
	}
	for _, c := range []struct {
		name, want string
		width      float64
	}{
		{"武汉锐科光纤激光技术股份有限公司", "武汉锐科光纤激光技术", 150}, // the form of a firm goes first
		{"Mass-transfer and inspection equipment", "Mass-tra…equipment", 150},
		{"光学元件与切割头", "光学元…切割头", 100},
		{"精测电子", "精测…", 44},
	} {
		if got := ClipName(c.name, 14, false, c.width); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestClipEndsBetweenWords: what is cut off does not begin inside a word where a whole one leaves enough.
func TestClipEndsBetweenWords(t *testing.T) {
	for _, c := range []struct {
		text, want string
		width      float64
	}{
		{"No local firm seen", "No local firm…", 105},
		{"Pharmaceuticals", "Pharma…", 70}, // one word: nothing else fits
		{"退出一般工业：不推荐工业项目落户", "退出一般工业…", 110},
	} {
		if got := Clip(c.text, 13.5, false, c.width); got != c.want {
			t.Errorf("%s: %s, want %s", c.text, got, c.want)
		}
	}
}

// TestWordsAreNotTorn: lines end between words where any such break fits.
func TestWordsAreNotTorn(t *testing.T) {
	for _, c := range []struct {
		text  string
		width float64
		want  string
	}{
		{"鄂州金刚石一体化", 90, "鄂州金刚石/一体化"},
		{"激光切割装备", 68, "激光/切割装备"},
		{"高端装备制造产业链", 100, "高端装备/制造产业链"},
		{"PCD/PCBN 刀具", 90, "PCD/PCBN/刀具"},
	} {
		lines, ok := Break(c.text, 14, false, c.width, c.width)
		if got := strings.Join(lines, "/"); !ok || got != c.want {
			t.Errorf("%s: %s, want %s", c.text, got, c.want)
		}
	}
}

// TestLatinIsNeverBroken: no line of any text ends inside a Latin word.
func TestLatinIsNeverBroken(t *testing.T) {
	const text = "COB 显示模组与 MiP 封装（Mini/Micro LED）、GaN-on-Si 外延和 InP 激光器 25G DFB 芯片"
	latin := func(r rune) bool { return r < 0x250 && (unicode.IsLetter(r) || unicode.IsDigit(r)) }
	for width := 80.0; width < 700; width += 7 {
		lines, ok := Wrap(text, 14, false, width, 12)
		if !ok {
			continue
		}
		at := 0
		for _, l := range lines[:len(lines)-1] {
			at += strings.Index(text[at:], l) + len(l)
			before, after := []rune(text[:at]), []rune(text[at:])
			if latin(before[len(before)-1]) && latin(after[0]) {
				t.Errorf("%.0f: %q breaks a word", width, lines)
			}
		}
	}
}

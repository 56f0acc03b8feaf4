package render

import (
	"bytes"
	"cmp"
	"compress/zlib"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
)

// archive turns the pages and fonts that fpdf wrote into a document for keeping, PDF/A-2u, with a structure tree:
// objects are taken over, the catalog is written anew.
type archive struct {
	objects [][]byte // by their number; the first is none
	title   string
	subject string
	lang    string
	date    time.Time
	marks   []string // names of pages
	used    map[rune]bool
}

// Numbers that fpdf gives: the pages, what they share, and then each page before its content.
func pageObject(n int) int { return 3 + 2*n }

var (
	startXref = regexp.MustCompile(`startxref\s+(\d+)\s+%%EOF\s*$`)
	xrefHead  = regexp.MustCompile(`^xref\s+0 (\d+)\s+`)
)

// readArchive takes the objects of a file apart.
func readArchive(file []byte) (*archive, error) {
	bad := errors.New("the PDF has no table of objects")
	end := startXref.FindSubmatch(file)
	if end == nil {
		return nil, bad
	}
	table, err := strconv.Atoi(string(end[1]))
	if err != nil || table >= len(file) {
		return nil, bad
	}
	head := xrefHead.FindSubmatch(file[table:])
	if head == nil {
		return nil, bad
	}
	count, err := strconv.Atoi(string(head[1]))
	rows := file[table+len(head[0]):]
	const row = 20
	if err != nil || count < 2 || len(rows) < row*count {
		return nil, bad
	}
	starts := make([]int, count)
	for n := 1; n < count; n++ {
		if starts[n], err = strconv.Atoi(string(rows[row*n : row*n+10])); err != nil || starts[n] >= table {
			return nil, bad
		}
	}
	order := slices.Clone(starts[1:])
	slices.Sort(order)
	a := &archive{objects: make([][]byte, count)}
	for n := 1; n < count; n++ {
		next := table
		if k, _ := slices.BinarySearch(order, starts[n]+1); k < len(order) {
			next = order[k]
		}
		whole := bytes.TrimSpace(file[starts[n]:next])
		body, ok := bytes.CutPrefix(whole, fmt.Appendf(nil, "%d 0 obj", n))
		body, ended := bytes.CutSuffix(body, []byte("endobj"))
		if !ok || !ended {
			return nil, bad
		}
		a.objects[n] = bytes.TrimSpace(body)
	}
	return a, nil
}

// add gives an object the next number.
func (a *archive) add(body string) int {
	a.objects = append(a.objects, []byte(body))
	return len(a.objects) - 1
}

func (a *archive) stream(dictionary string, data []byte) int { return a.add(stream(dictionary, data)) }

func stream(dictionary string, data []byte) string {
	return fmt.Sprintf("<<%s /Length %d>>\nstream\n%s\nendstream", dictionary, len(data), data)
}

func ref(n int) string { return strconv.Itoa(n) + " 0 R" }

// pdfText is a text string in UTF-16, which every character fits.
func pdfText(text string) string {
	out := []byte{0xfe, 0xff}
	for _, u := range utf16.Encode([]rune(text)) {
		out = binary.BigEndian.AppendUint16(out, u)
	}
	return "<" + strings.ToUpper(hex.EncodeToString(out)) + ">"
}

// write adds what fpdf does not know and writes the file.
func (a *archive) write(w io.Writer, t *tagger) error {
	a.mapToUnicode()
	tree := a.structure(t)
	outlines := a.outlines()
	metadata := a.stream("/Type /Metadata /Subtype /XML", a.metadata())
	intent := a.stream("/N 3 /Alternate /DeviceRGB", sRGB())
	info := a.add(fmt.Sprintf(
		"<</Title %s /Subject %s /Producer %s /CreationDate (D:%s) /ModDate (D:%[4]s)>>",
		pdfText(a.title), pdfText(a.subject), pdfText(producer), a.date.Format("20060102150405Z"),
	))
	catalog := a.add(fmt.Sprintf(
		"<</Type /Catalog /Pages 1 0 R /Lang (%s) /MarkInfo <</Marked true>> /StructTreeRoot %s /Outlines %s"+
			" /PageMode /UseOutlines /ViewerPreferences <</DisplayDocTitle true>> /Metadata %s /OutputIntents ["+
			"<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) /Info (sRGB) /DestOutputProfile %s>>]>>",
		a.lang, ref(tree), ref(outlines), ref(metadata), ref(intent),
	))
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	starts := make([]int, len(a.objects))
	for n, body := range a.objects[1:] {
		starts[n+1] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", n+1, body)
	}
	table, id := b.Len(), sha256.Sum256(b.Bytes())
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(starts))
	for _, start := range starts[1:] {
		fmt.Fprintf(&b, "%010d 00000 n \n", start)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d /Root %s /Info %s /ID [<%X> <%[4]X>]>>\nstartxref\n%d\n%%%%EOF\n",
		len(starts), ref(catalog), ref(info), id[:16], table)
	_, err := w.Write(b.Bytes())
	return err
}

// mapToUnicode puts right the maps that lead from codes in a text to characters: the codes are the characters.
func (a *archive) mapToUnicode() {
	var b strings.Builder
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry (Adobe)" +
		" /Ordering (UCS) /Supplement 0>> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	const most = 100 // entries at once
	for some := range slices.Chunk(slices.Sorted(maps.Keys(a.used)), most) {
		fmt.Fprintf(&b, "%d beginbfchar\n", len(some))
		for _, r := range some {
			fmt.Fprintf(&b, "<%04X> <%04X>\n", r, r)
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend")
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	_, _ = z.Write([]byte(b.String())) // a buffer takes everything
	_ = z.Close()
	for n, body := range a.objects {
		if bytes.Contains(body, []byte("/CIDInit /ProcSet")) {
			a.objects[n] = []byte(stream("/Filter /FlateDecode", packed.Bytes()))
		}
	}
}

// structure writes the elements of a document, and into its pages what leads from them to these.
func (a *archive) structure(t *tagger) int {
	root := a.add("")
	numbers := map[*element]int{}
	var number func(e *element)
	number = func(e *element) {
		numbers[e] = a.add("")
		for _, k := range e.kids {
			if k.element != nil {
				number(k.element)
			}
		}
	}
	number(t.root)
	var parents strings.Builder
	keys := len(t.pages) // pages have the first keys of the parent tree, links the next
	links := make([][]int, len(t.pages))
	for n, page := range t.pages {
		fmt.Fprintf(&parents, "%d [", n)
		for _, owner := range page.owners {
			parents.WriteString(ref(numbers[owner]) + " ")
		}
		parents.WriteString("] ")
		for _, l := range page.links {
			links[n] = append(links[n], a.add(fmt.Sprintf(
				"<</Type /Annot /Subtype /Link /F 4 /Rect [%s] /Border [0 0 0] /StructParent %d /Contents %s"+
					" /A <</S /URI /URI (%s)>>>>",
				l.box, keys, pdfText(cmp.Or(l.owner.alt, l.href)), literal(l.href),
			)))
			keys++
		}
	}
	keys = len(t.pages)
	for _, page := range t.pages {
		for _, l := range page.links {
			fmt.Fprintf(&parents, "%d %s ", keys, ref(numbers[l.owner]))
			keys++
		}
	}
	var write func(e *element, parent int)
	write = func(e *element, parent int) {
		var b strings.Builder
		fmt.Fprintf(&b, "<</Type /StructElem /S /%s /P %s", e.kind, ref(parent))
		if e.alt != "" {
			b.WriteString(" /Alt " + pdfText(e.alt))
		}
		if e.box != "" {
			b.WriteString(" /A <</O /Layout /Placement /Block /BBox [" + e.box + "]>>")
		}
		if e != t.root {
			b.WriteString(" /Pg " + ref(pageObject(e.page)))
		}
		b.WriteString(" /K [")
		for _, k := range e.kids {
			switch {
			case k.element != nil:
				write(k.element, numbers[e])
				b.WriteString(ref(numbers[k.element]) + " ")
			case k.link >= 0:
				fmt.Fprintf(&b, "<</Type /OBJR /Obj %s>> ", ref(links[e.page][k.link]))
			default:
				fmt.Fprintf(&b, "%d ", k.content)
			}
		}
		b.WriteString("]>>")
		a.objects[numbers[e]] = []byte(b.String())
	}
	write(t.root, root)
	a.objects[root] = fmt.Appendf(
		nil,
		"<</Type /StructTreeRoot /K [%s] /ParentTree <</Nums [%s]>> /ParentTreeNextKey %d>>",
		ref(numbers[t.root]),
		parents.String(),
		keys,
	)
	for n := range t.pages {
		page := fmt.Sprintf("<</Type /Page /Tabs /S /StructParents %d", n)
		if len(links[n]) > 0 {
			page += " /Annots ["
			for _, l := range links[n] {
				page += ref(l) + " "
			}
			page += "]"
		}
		number := pageObject(n)
		a.objects[number] = bytes.Replace(a.objects[number], []byte("<</Type /Page"), []byte(page), 1)
	}
	return root
}

// literal writes an address, which is ASCII, as a string.
func literal(text string) string {
	return strings.NewReplacer(`\`, `\\`, `(`, `\(`, `)`, `\)`).Replace(text)
}

// outlines writes the bookmarks, one a page.
func (a *archive) outlines() int {
	root := a.add("")
	first := root + 1
	for n, name := range a.marks {
		b := fmt.Sprintf("<</Title %s /Parent %s /Dest [%s /Fit]", pdfText(name), ref(root), ref(pageObject(n)))
		if n > 0 {
			b += " /Prev " + ref(first+n-1)
		}
		if n < len(a.marks)-1 {
			b += " /Next " + ref(first+n+1)
		}
		a.add(b + ">>")
	}
	a.objects[root] = fmt.Appendf(nil, "<</Type /Outlines /First %s /Last %s /Count %d>>",
		ref(first), ref(first+len(a.marks)-1), len(a.marks))
	return root
}

const producer = "chainchief"

// metadata is the XMP packet, which says what the information dictionary says and which standard the file keeps.
func (a *archive) metadata() []byte {
	var m markup
	m.raw("<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n",
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">`,
		`<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"`,
		` xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">`,
		`<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance><dc:format>application/pdf</dc:format>`)
	for _, p := range [][2]string{{"title", a.title}, {"description", a.subject}} {
		m.raw(`<dc:`, p[0], `><rdf:Alt><rdf:li xml:lang="x-default">`)
		m.escape(p[1])
		m.raw(`</rdf:li></rdf:Alt></dc:`, p[0], `>`)
	}
	date := a.date.Format(time.RFC3339)
	m.raw(`<dc:language><rdf:Bag><rdf:li>`, a.lang, `</rdf:li></rdf:Bag></dc:language><xmp:CreateDate>`, date,
		`</xmp:CreateDate><xmp:ModifyDate>`, date, `</xmp:ModifyDate><pdf:Producer>`, producer,
		"</pdf:Producer></rdf:Description></rdf:RDF></x:xmpmeta>\n", `<?xpacket end="w"?>`)
	return m.buf.Bytes()
}

// sRGB is the colour space of the drawings as an ICC profile: primaries and white adapted to D50, and the curve of
// IEC 61966-2-1.
func sRGB() []byte {
	fixed := func(list ...float64) (out []byte) {
		for _, v := range list {
			out = binary.BigEndian.AppendUint32(out, uint32(int32(math.Round(v*65536))))
		}
		return out
	}
	kind := func(name string, data []byte) []byte { return append([]byte(name+"\x00\x00\x00\x00"), data...) }
	words := func(text string) []byte {
		head := []byte("\x00\x00\x00\x01\x00\x00\x00\x0cenUS\x00\x00\x00\x00\x00\x00\x00\x1c")
		for _, r := range text {
			head = append(head, 0, byte(r))
		}
		binary.BigEndian.PutUint32(head[12:], uint32(2*len(text)))
		return kind("mluc", head)
	}
	curve := kind("para", append([]byte{0, 3, 0, 0}, fixed(2.4, 1/1.055, .055/1.055, 1/12.92, .04045)...))
	tags := []struct {
		name string
		data []byte
	}{
		{"desc", words("sRGB")},
		{"cprt", words("No copyright, use freely")},
		{"wtpt", kind("XYZ ", fixed(.9642, 1, .8249))},
		{
			"chad",
			kind("sf32", fixed(1.0478112, .0228866, -.050127, .0295424, .9904844, -.0170491, -.0092345, .0150436, .7521316)),
		},
		{"rXYZ", kind("XYZ ", fixed(.4360747, .2225045, .0139322))},
		{"gXYZ", kind("XYZ ", fixed(.3850649, .7168786, .0971045))},
		{"bXYZ", kind("XYZ ", fixed(.1430804, .0606169, .7141733))},
		{"rTRC", curve},
		{"gTRC", curve},
		{"bTRC", curve},
	}
	table := binary.BigEndian.AppendUint32(nil, uint32(len(tags)))
	var data []byte
	for _, t := range tags {
		at := 128 + 4 + 12*len(tags) + len(data)
		table = append(table, t.name...)
		table = binary.BigEndian.AppendUint32(table, uint32(at))
		table = binary.BigEndian.AppendUint32(table, uint32(len(t.data)))
		data = append(data, t.data...)
		data = append(data, make([]byte, (4-len(data)%4)%4)...)
	}
	head := make([]byte, 128)
	binary.BigEndian.PutUint32(head, uint32(128+len(table)+len(data)))
	copy(head[8:], "\x04\x20\x00\x00mntrRGB XYZ \x07\xea\x00\x01\x00\x01")
	copy(head[36:], "acsp")
	copy(head[68:], fixed(.9642, 1, .8249))
	return slices.Concat(head, table, data)
}

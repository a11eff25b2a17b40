package release_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"

	"nlgserver/internal/content"
	"nlgserver/release"
)

// entry is one of an archive that is made by hand.
type entry struct {
	name, data string
	kind       byte
}

// archive makes a tar.gz.
func archive(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	to := tar.NewWriter(zip)
	for _, e := range entries {
		head := &tar.Header{Name: e.name, Size: int64(len(e.data)), Mode: 0o600, Typeflag: e.kind}
		if e.kind == tar.TypeSymlink {
			head.Size, head.Linkname = 0, e.data
		}
		if err := to.WriteHeader(head); err != nil {
			t.Fatal(err)
		}
		if head.Size > 0 {
			if _, err := io.WriteString(to, e.data); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := errors.Join(to.Close(), zip.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// entriesOf reads a tar.gz.
func entriesOf(t testing.TB, data []byte) (entries []entry) {
	t.Helper()
	zip, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	from := tar.NewReader(zip)
	for {
		head, err := from.Next()
		if errors.Is(err, io.EOF) {
			return entries
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(from)
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, entry{head.Name, string(content), head.Typeflag})
	}
}

func smallFiles() []content.File {
	return []content.File{{Path: "c/a.yml", Name: "a.yml", Data: []byte("responses:\n")}, {Path: "c/b.yml", Name: "b.yml", Data: []byte("x: y\n")}}
}

// TestUnpackRefuses checks that each fault is refused, and named.
func TestUnpackRefuses(t *testing.T) {
	good := pack(t, smallFiles(), []byte("s: 1\n"))
	entries := func() []entry { return entriesOf(t, good.Data) }
	manifest := entries()[0].data
	with := func(old, instead string) []byte {
		if !strings.Contains(manifest, old) {
			t.Fatalf("no %s in %s", old, manifest)
		}
		changed := entries()
		changed[0].data = strings.Replace(manifest, old, instead, 1)
		return archive(t, changed...)
	}
	change := func(how func(e []entry) []entry) []byte { return archive(t, how(entries())...) }
	for name, tt := range map[string]struct {
		data []byte
		want string
	}{
		"empty":                 {nil, "it is not a gzip file: it is cut off"},
		"text":                  {[]byte("responses: {}\n"), "it is not a gzip file"},
		"cut":                   {good.Data[:len(good.Data)/2], "cut off"},
		"cut in the checksum":   {good.Data[:len(good.Data)-1], "cut off"},
		"bytes after":           {append(bytes.Clone(good.Data), 'x'), "other bytes follow its end"},
		"an archive after":      {append(bytes.Clone(good.Data), good.Data...), "other bytes follow its end"},
		"no entries":            {archive(t), "manifest.json is missing"},
		"no manifest":           {archive(t, entry{name: "a", data: "x"}), `it has "a" where manifest.json has to be`},
		"a manifest of text":    {archive(t, entry{name: "manifest.json", data: "x"}), "cannot read its manifest"},
		"a newer format":        {with(`"format": 1`, `"format": 2`), "its format is 2, and this version of nlgserver reads 1"},
		"no files":              {archive(t, entry{name: "manifest.json", data: `{"format":1,"files":[]}`}), "it has no files"},
		"files that are none":   {archive(t, entry{name: "manifest.json", data: `{"format":1,"files":{}}`}), "a list is not a list"},
		"a path that leads out": {with(`"c/a.yml"`, `"../a.yml"`), `"../a.yml" cannot be the path`},
		"a name that leads out": {with(`"name": "a.yml"`, `"name": "/etc/a.yml"`), `"/etc/a.yml" cannot be the path`},
		"twice":                 {with(`"name": "b.yml"`, `"name": "a.yml"`), `"c/b.yml" is there twice`},
		"a negative size":       {with(`"size": 11`, `"size": -11`), "has -11 bytes"},
		"a large size":          {with(`"size": 11`, `"size": 33554433`), "the limit is 33554432"},
		"another size":          {with(`"size": 11`, `"size": 12`), "content/0/a.yml has 11 bytes instead of 12"},
		"another version":       {with(good.Version, strings.Repeat("0", 64)), "its files do not have the version that is listed"},
		"another root":          {with(`"path": "c/a.yml",`, `"path": "c/a.yml", "root": 1,`), `it has "content/0/a.yml" where content/1/a.yml has to be`},
		"a path of its own":     {with(`"name": "a.yml",`, `"name": "a.yml", "direct": true,`), "its files do not have the version that is listed"},
		"settings not listed": {change(func(e []entry) []entry {
			e[0].data = strings.Replace(manifest, `"settings"`, `"others"`, 1)
			return e
		}), `it has "settings.yml" where content/0/a.yml has to be`},
		"other bytes":    {change(func(e []entry) []entry { e[2].data = "responses;\n"; return e }), "content/0/a.yml was changed"},
		"other settings": {change(func(e []entry) []entry { e[1].data = "s: 2\n"; return e }), "settings.yml was changed"},
		"another order":  {change(func(e []entry) []entry { e[2], e[3] = e[3], e[2]; return e }), `it has "content/0/b.yml" where content/0/a.yml has to be`},
		"a file less":    {change(func(e []entry) []entry { return e[:3] }), "content/0/b.yml is missing"},
		"a file more":    {change(func(e []entry) []entry { return append(e, entry{name: "content/0/c.yml"}) }), `it has "content/0/c.yml", which it does not list`},
		"a link": {change(func(e []entry) []entry {
			e[2] = entry{e[2].name, "/etc/passwd", tar.TypeSymlink}
			return e
		}), `"content/0/a.yml" is not a plain file`},
	} {
		u, err := release.Unpack(tt.data)
		if err == nil || !strings.HasPrefix(err.Error(), "the bundle is damaged: ") || !strings.Contains(err.Error(), tt.want) || u != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestUnpackBombs checks that what is small, and says or unpacks to be large, is refused
// before there is memory for it.
func TestUnpackBombs(t *testing.T) {
	good := entriesOf(t, pack(t, smallFiles(), nil).Data)
	for name, tt := range map[string]struct {
		data []byte
		most uint64 // MiB
		want string
	}{
		"a manifest": {claiming(t, 33<<20, "manifest.json"), 2, "the limit is 33554432"},
		"a file":     {claiming(t, 64<<30, good[1].name, good[0]), 2, "has 68719476736 bytes instead of 11"},
		"at the end": {claiming(t, 64<<30, "z", good...), 2, `it has "z", which it does not list`},
		"many empty": {archive(t, entry{name: "manifest.json", data: `{"format":1,"files":[` + strings.Repeat(`{},`, 400_000) + `{}]}`}), 256, "more than 400000 elements"},
	} {
		var was, is runtime.MemStats
		runtime.ReadMemStats(&was)
		_, err := release.Unpack(tt.data)
		runtime.ReadMemStats(&is)
		if got := is.TotalAlloc - was.TotalAlloc; err == nil || !strings.Contains(err.Error(), tt.want) || got > tt.most<<20 {
			t.Errorf("%s: %d MiB were allocated, %v", name, got>>20, err)
		}
	}
}

// claiming is an archive whose last entry says that it has a size, and has no data.
func claiming(t *testing.T, size int64, name string, before ...entry) []byte {
	t.Helper()
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	to := tar.NewWriter(zip)
	for _, e := range before {
		if err := errors.Join(to.WriteHeader(&tar.Header{Name: e.name, Size: int64(len(e.data)), Mode: 0o600}), second(io.WriteString(to, e.data))); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(to.WriteHeader(&tar.Header{Name: name, Size: size, Mode: 0o600}), zip.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestUnpackAnyDamage checks that a bundle with any byte changed or lost is refused, or is
// whole all the same.
func TestUnpackAnyDamage(t *testing.T) {
	good := pack(t, smallFiles(), []byte("s: 1\n"))
	refused := 0
	for i := range good.Data {
		if _, err := release.Unpack(good.Data[:i]); err == nil {
			t.Errorf("cut at byte %d: accepted", i)
		}
		spoilt := bytes.Clone(good.Data)
		spoilt[i] ^= 0x21
		u, err := release.Unpack(spoilt)
		if err != nil {
			refused++
		} else if u.Manifest != good.Manifest || content.Version(u.Files) != good.Version {
			t.Errorf("changed at byte %d: accepted as %+v", i, u)
		}
	}
	if refused < len(good.Data)*9/10 {
		t.Errorf("only %d of %d changes were refused", refused, len(good.Data))
	}
}

func FuzzUnpack(f *testing.F) {
	good := pack(f, smallFiles(), []byte("s: 1\n"))
	f.Add(good.Data, []byte("{}"))
	f.Add([]byte{}, []byte(entriesOf(f, good.Data)[0].data))
	f.Fuzz(func(t *testing.T, data, manifest []byte) {
		// The second is packed, because a fuzzer does not find a way into gzip.
		entries := entriesOf(t, good.Data)
		entries[0].data = string(manifest)
		for _, data := range [][]byte{data, archive(t, entries...)} {
			u, err := release.Unpack(data)
			if err != nil {
				continue
			}
			b, err := release.Pack(u.Files, u.Settings)
			if err != nil {
				t.Fatalf("what was unpacked cannot be packed: %v", err)
			}
			if b.Version != u.Version {
				t.Fatalf("%s became %s", u.Version, b.Version)
			}
		}
	})
}

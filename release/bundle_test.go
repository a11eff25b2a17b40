package release_test

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"nlgserver/internal/content"
	"nlgserver/internal/laws"
	"nlgserver/release"
)

func exampleFiles() []content.File {
	return []content.File{
		{Path: "content/a.yml", Name: "a.yml", Data: []byte("responses: {}\n")},
		{Path: "content/ä b/c.yml", Name: "ä b/c.yml", Data: []byte{0, 1, 0xff}},
		{Path: "given", Root: 1, Name: "given", Data: []byte{}, Direct: true},
		{Path: strings.Repeat("long/", 60) + "x.yml", Root: 2, Data: bytes.Repeat([]byte("x"), 100_000)},
	}
}

func pack(t testing.TB, files []content.File, settings []byte) *release.Bundle {
	t.Helper()
	b, err := release.Pack(files, settings)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestPack(t *testing.T) {
	files := exampleFiles()
	settings := []byte("ignore: [NLG040]\n")
	b := pack(t, files, settings)
	if b.Version != content.Version(files) || b.Files != len(files) || b.Size != int64(len(b.Data)) || b.Number != 0 {
		t.Errorf("%+v", b.Ref)
	}
	got, err := release.Unpack(b.Data)
	if err != nil {
		t.Fatal(err)
	}
	want := &release.Unpacked{Version: b.Version, Manifest: b.Manifest, Files: files, Settings: settings}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for name, other := range map[string]*release.Bundle{
		"no settings":    pack(t, files, nil),
		"empty settings": pack(t, files, []byte{}),
		"another order":  pack(t, []content.File{files[1], files[0], files[2], files[3]}, settings),
	} {
		if other.Bundle == b.Bundle || other.Manifest == b.Manifest {
			t.Errorf("%s: the bundle has the same name", name)
		}
	}
	if u, err := release.Unpack(pack(t, files, []byte{}).Data); err != nil || u.Settings == nil {
		t.Errorf("empty settings are none: %v, %v", u, err)
	}
}

// TestPackedPaths checks which paths for messages a bundle has: names stay their ends, what
// is in one directory stays in one, and what is in two stays in two.
func TestPackedPaths(t *testing.T) {
	for name, tt := range map[string]struct {
		files []content.File
		want  []string
	}{
		"relative": {
			[]content.File{{Path: "content/de/a.yml", Name: "de/a.yml"}, {Path: "b.yml", Root: 1, Name: "b.yml", Direct: true}},
			[]string{"content/de/a.yml", "b.yml"},
		},
		"absolute": {
			[]content.File{{Path: "/srv/nlg/content/de/a.yml", Name: "de/a.yml"}, {Path: "/srv/nlg/content/b.yml", Name: "b.yml"}},
			[]string{"content/de/a.yml", "content/b.yml"},
		},
		"leading out": {
			[]content.File{{Path: "../content/a.yml", Name: "a.yml"}, {Path: "../a.yml", Root: 1, Name: "a.yml", Direct: true}, {Path: "./x/a.yml", Root: 2, Name: "a.yml"}},
			[]string{"content/a.yml", "content-2/a.yml", "x/a.yml"},
		},
		"two roots of one name": {
			[]content.File{{Path: "/a/content/a.yml", Name: "a.yml"}, {Path: "/b/content/a.yml", Root: 1, Name: "a.yml"}, {Path: "/a/content/b.yml", Name: "b.yml"}},
			[]string{"content/a.yml", "content-2/a.yml", "content/b.yml"},
		},
		"a root that has the name of a relative one": {
			[]content.File{{Path: "/b/content/a.yml", Name: "a.yml"}, {Path: "content/a.yml", Root: 1, Name: "a.yml"}},
			[]string{"content-2/a.yml", "content/a.yml"},
		},
		"files beside each other": {
			[]content.File{{Path: "/b/a.yml", Name: "a.yml", Direct: true}, {Path: "/b/a - Copy.yml", Root: 1, Name: "a - Copy.yml", Direct: true}},
			[]string{"b/a.yml", "b/a - Copy.yml"},
		},
		"nothing to call it by": {
			[]content.File{{Path: "/a.yml", Name: "a.yml"}, {Path: "/elsewhere", Root: 1, Name: "b.yml"}, {Path: "C:/x/c.yml", Root: 2, Name: "c.yml"}, {Path: `\\host\x/d.yml`, Root: 3, Name: "d.yml"}},
			[]string{"content/a.yml", "content-2/b.yml", "x/c.yml", "x-2/d.yml"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := pack(t, tt.files, nil)
			u, err := release.Unpack(b.Data)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range u.Files {
				got = append(got, f.Path)
			}
			if diff := gocmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
			if content.Version(u.Files) != content.Version(tt.files) {
				t.Error("the version is another one")
			}
		})
	}
}

// TestPackElsewhere checks that equal content has an equal bundle on two machines.
func TestPackElsewhere(t *testing.T) {
	at := func(dir string) string {
		return pack(t, []content.File{{Path: dir + "/content/a.yml", Name: "a.yml"}, {Path: dir + "/more/a.yml", Root: 1, Name: "a.yml"}}, nil).Bundle
	}
	if at("/home/ann") != at("/srv/builds/17") || at("..") != at("/srv") {
		t.Error("the bundle depends on where it was made")
	}
}

func TestPackRefuses(t *testing.T) {
	for name, tt := range map[string]struct {
		files []content.File
		want  string
	}{
		"nothing":        {nil, "no files"},
		"out of a root":  {[]content.File{{Path: "a", Name: "../a"}}, `"../a" cannot be the path`},
		"absolute":       {[]content.File{{Path: "/a"}}, `"/a" cannot be the path`},
		"not UTF-8":      {[]content.File{{Path: "a\xff", Name: "a\xff"}}, `cannot be the path`},
		"NUL":            {[]content.File{{Path: "a\x00b", Name: "a\x00b"}}, `cannot be the path`},
		"twice":          {[]content.File{{Path: "x/a", Name: "a"}, {Path: "y/a", Name: "a"}}, `"y/a" is there twice`},
		"a long path":    {[]content.File{{Path: strings.Repeat("a", 5000)}}, "a path has 5000 bytes"},
		"a strange root": {[]content.File{{Path: "a", Root: -1}}, "has the root -1"},
		"a large file":   {[]content.File{{Path: "a", Data: make([]byte, 32<<20+1)}}, `"a" has 33554433 bytes, the limit is 33554432`},
		"a large whole": {slices.Collect(func(yield func(content.File) bool) {
			data := make([]byte, 32<<20)
			for i := range 9 {
				if !yield(content.File{Path: fmt.Sprint(i), Data: data}) {
					return
				}
			}
		}), "more than 268435456 bytes"},
	} {
		if b, err := release.Pack(tt.files, nil); err == nil || !strings.Contains(err.Error(), tt.want) || b != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

var anyFiles = rapid.Custom(func(t *rapid.T) []content.File {
	name := rapid.OneOf(rapid.SampledFrom([]string{"a.yml", "b/c.yml"}), rapid.StringMatching(`[a-zäÖ =.:\\_-]{0,20}[a-z](/[a-z\n"]{1,100})?`))
	return rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) content.File {
		f := content.File{
			Root:   rapid.IntRange(0, 3).Draw(t, "root"),
			Name:   name.Draw(t, "name"),
			Data:   rapid.SliceOfN(rapid.Byte(), 0, 500).Draw(t, "data"),
			Direct: rapid.Bool().Draw(t, "direct"),
		}
		f.Path = rapid.SampledFrom([]string{"", "content/", "content-2/", "/srv/content/", "/content/", "../", "./content/", "a.yml/"}).Draw(t, "before") + f.Name
		if rapid.IntRange(0, 5).Draw(t, "bare") == 0 {
			f.Path, f.Name = f.Name, ""
		}
		return f
	}), 1, 8, func(f content.File) string { return fmt.Sprint(f.Root, cmp.Or(f.Name, f.Path)) }).Draw(t, "files")
})

// TestUnpackPack is the law that what is packed is unpacked, except for paths for messages
// that would tell of a machine; and that those never change again.
func TestUnpackPack(t *testing.T) {
	laws.Check(t, func(t *rapid.T) {
		files := anyFiles.Draw(t, "files")
		settings := rapid.SliceOf(rapid.Byte()).Draw(t, "settings")
		if rapid.Bool().Draw(t, "none") {
			settings = nil
		}
		b, err := release.Pack(files, settings)
		if err != nil {
			t.Fatal(err)
		}
		u, err := release.Unpack(b.Data)
		if err != nil {
			t.Fatal(err)
		}
		if content.Version(u.Files) != content.Version(files) || u.Version != b.Version || u.Manifest != b.Manifest || !bytes.Equal(settings, u.Settings) || (settings == nil) != (u.Settings == nil) {
			t.Fatalf("%+v, %+v", b.Ref, u)
		}
		if diff := gocmp.Diff(files, u.Files, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(content.File{}, "Path")); diff != "" {
			t.Fatal(diff)
		}
		for i := range files {
			for j := range files[:i] {
				if before(files[i]) == before(files[j]) != (before(u.Files[i]) == before(u.Files[j])) {
					t.Fatalf("%q and %q became %q and %q", files[i].Path, files[j].Path, u.Files[i].Path, u.Files[j].Path)
				}
			}
		}
		again, err := release.Pack(u.Files, u.Settings)
		if err != nil || !bytes.Equal(again.Data, b.Data) {
			t.Fatalf("packed again, the bytes are others: %v", err)
		}
	})
}

// before is what is before the name.
func before(f content.File) string { return strings.TrimSuffix(f.Path, f.Name) }

package desk

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

// TestEmbeddedPage checks that the page of this build can be read, and that each file
// that it names is there.
func TestEmbeddedPage(t *testing.T) {
	p := embeddedPage()
	for _, part := range strings.Split(string(p.index.plain()), assetsPath)[1:] {
		name := part[:strings.IndexAny(part, `"' >`)]
		if p.assets[name] == nil {
			t.Errorf("%s is missing", name)
		}
	}
	for name, a := range p.assets {
		if a.mediaType == "application/octet-stream" {
			t.Errorf("%s has an unknown type", name)
		}
		if a.packed != nil && unpacked(t, bytes.NewReader(a.packed())) != string(a.plain()) {
			t.Errorf("%s is another file if it is compressed", name)
		}
	}
	if _, err := newPage(fstest.MapFS{}); err == nil {
		t.Error("a page without index.html")
	}
	damaged := fstest.MapFS{"index.html": {}, "assets/page-1a2b.js.gz": {Data: []byte("let a = 1;\n")}}
	if _, err := newPage(damaged); err == nil || !strings.Contains(err.Error(), "assets/page-1a2b.js.gz: gzip") {
		t.Errorf("a file that is not compressed: %v", err)
	}
}

// TestAssets checks types, caching, compression and conditions.
func TestAssets(t *testing.T) {
	long := strings.Repeat("let a = 1;\n", 1000)
	p, err := newPage(fstest.MapFS{
		"index.html": {Data: []byte("<!doctype html>" + strings.Repeat("<p>", 1000))}, "assets/page-1a2b.js": {Data: []byte(long)}, "assets/page-3c.css": {Data: []byte("a {}")},
		"assets/packed-4d.js.gz": {Data: pack([]byte(long))},
	})
	if err != nil {
		t.Fatal(err)
	}
	d := demoDesk(t, nil)
	d.page = func() *page { return p }
	get := func(target string, headers ...string) *httptest.ResponseRecorder {
		return headed(call{target: target}, headers...).on(d)
	}
	const immutable = "public, max-age=31536000, immutable"
	w := get(assetsPath + "page-1a2b.js")
	if w.Code != 200 || w.Body.String() != long || w.Header().Get("Content-Type") != "text/javascript; charset=utf-8" ||
		w.Header().Get("Cache-Control") != immutable || w.Header().Get("Content-Encoding") != "" || w.Header().Get("Vary") != "Accept-Encoding" {
		t.Error(w.Code, w.Header())
	}
	// One that is compressed already is the same to a browser.
	for _, coding := range []string{"gzip", "identity"} {
		one, other := get(assetsPath+"page-1a2b.js", "Accept-Encoding", coding), get(assetsPath+"packed-4d.js", "Accept-Encoding", coding)
		if one.Body.String() != other.Body.String() || one.Body.Len() == 0 {
			t.Errorf("%s: %d and %d bytes", coding, one.Body.Len(), other.Body.Len())
		}
		for _, name := range []string{"Content-Type", "Content-Encoding", "Content-Length", "Cache-Control", "Vary"} {
			if one.Header().Get(name) != other.Header().Get(name) {
				t.Errorf("%s: %s: %q and %q", coding, name, one.Header().Get(name), other.Header().Get(name))
			}
		}
	}
	if w := get(assetsPath + "packed-4d.js.gz"); w.Code != 404 {
		t.Error("a name of the build:", w.Code)
	}
	plain := w.Header().Get("Etag")
	w = get(assetsPath+"page-1a2b.js", "Accept-Encoding", "br, gzip")
	if w.Header().Get("Content-Encoding") != "gzip" || w.Body.Len() > 500 || unpacked(t, w.Body) != long || w.Header().Get("Etag") == plain {
		t.Error(w.Header(), w.Body.Len())
	}
	if w := get(assetsPath+"page-1a2b.js", "Accept-Encoding", "gzip", "If-None-Match", plain); w.Code != 200 {
		t.Error("the tag of another coding:", w.Code)
	}
	if w := get(assetsPath+"page-1a2b.js", "Accept-Encoding", "gzip", "If-None-Match", `"x", W/`+w.Header().Get("Etag")); w.Code != 304 || w.Body.Len() > 0 || w.Header().Get("Cache-Control") != immutable || w.Header().Get("Vary") != "Accept-Encoding" {
		t.Error("the tag:", w.Code, w.Header())
	}
	w = get(assetsPath + "page-3c.css")
	if w.Code != 200 || w.Header().Get("Content-Type") != "text/css; charset=utf-8" || w.Header().Get("Content-Encoding") != "" {
		t.Error(w.Code, w.Header())
	}
	w = get("/", "Accept-Encoding", "gzip")
	if w.Code != 200 || w.Header().Get("Content-Type") != "text/html; charset=utf-8" || w.Header().Get("Cache-Control") != "no-cache" || w.Header().Get("Etag") == "" {
		t.Error(w.Code, w.Header())
	}
	if w := get("/", "Accept-Encoding", "gzip", "If-None-Match", w.Header().Get("Etag")); w.Code != 304 {
		t.Error(w.Code)
	}
	if w := (call{method: http.MethodHead, target: "/"}).on(d); w.Code != 200 || w.Header().Get("Content-Length") == "" {
		t.Error(w.Code, w.Header())
	}
}

func unpacked(t *testing.T, body io.Reader) string {
	t.Helper()
	z, err := gzip.NewReader(body)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestAcceptsGzip follows RFC 9110, section 12.5.3.
func TestAcceptsGzip(t *testing.T) {
	for header, want := range map[string]bool{
		"": false, "gzip": true, "GZIP": true, "x-gzip": true, "br": false, "br, gzip": true, "gzip;q=0": false, "gzip; q=0.000": false, "gzip;q=0.1": true,
		"*": true, "*;q=0": false, "gzip;q=0, *": false, "br;q=1, *;q=0.1": true, "identity": false, "identity, gzip;q=0.5": false, "gzip, identity;q=0.5": true,
		"gzip;q=2": false, "gzip;q=x": false, "gzip;q=-1": false, "gzip;q=NaN": false, " gzip ; q = 0.5 ": true, ",,,": false, "gzippy": false,
	} {
		if got := acceptsGzip(http.Header{"Accept-Encoding": {header}}); got != want {
			t.Errorf("%q: %v", header, got)
		}
	}
	if acceptsGzip(http.Header{}) || !acceptsGzip(http.Header{"Accept-Encoding": {"br", "gzip"}}) {
		t.Error("no header, or several")
	}
}

// FuzzAccept checks that no header makes the readers of headers fail.
func FuzzAccept(f *testing.F) {
	for _, s := range []string{"gzip;q=0.5, *", "text/html;q=0", "*/*", `text/html; a="b,c"`, ";;;=,"} {
		f.Add(s)
	}
	f.Fuzz(func(_ *testing.T, s string) {
		acceptsGzip(http.Header{"Accept-Encoding": {s}})
		wantsPage(http.Header{"Accept": {s}})
		matches(s, `"a"`)
	})
}

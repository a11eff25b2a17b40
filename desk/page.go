package desk

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
)

//go:embed all:web/dist
var embedded embed.FS

// assetsPath is where the page finds its files.
const assetsPath = "/desk/assets/"

// page is the built page.
type page struct {
	index  *asset
	assets map[string]*asset
}

// asset is a file of the page.
type asset struct {
	mediaType string
	etag      string
	// plain returns the file, and packed the file compressed: neither is made before
	// somebody looks, and then once. packed is nil for what is not worth it.
	plain, packed func() []byte
}

// embeddedPage returns the page of this build. TestEmbeddedPage checks that it can.
func embeddedPage() *page {
	dist, err := fs.Sub(embedded, "web/dist")
	if err != nil {
		panic(err)
	}
	p, err := newPage(dist)
	if err != nil {
		panic(err)
	}
	return p
}

// packed ends the name of a file that tools/web has compressed.
const packed = ".gz"

// newPage reads a built page: index.html, and assets/NAME-HASH.EXT or
// assets/NAME-HASH.EXT.gz.
func newPage(dist fs.FS) (*page, error) {
	index, err := fs.ReadFile(dist, "index.html")
	if err != nil {
		return nil, err
	}
	p := &page{assets: map[string]*asset{}}
	if p.index, err = newAsset("index.html", index); err != nil {
		return nil, err
	}
	names, err := fs.Glob(dist, "assets/*")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		data, err := fs.ReadFile(dist, name)
		if err != nil {
			return nil, err
		}
		if p.assets[strings.TrimSuffix(path.Base(name), packed)], err = newAsset(name, data); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return p, nil
}

// mediaTypes are those of the page's files: the machine's own table may say
// something else.
var mediaTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
	".svg": "image/svg+xml", ".png": "image/png", ".woff2": "font/woff2", ".json": "application/json; charset=utf-8", ".txt": "text/plain; charset=utf-8",
}

func newAsset(name string, data []byte) (*asset, error) {
	name, isPacked := strings.CutSuffix(name, packed)
	sum := sha256.Sum256(data)
	a := &asset{etag: `"` + hex.EncodeToString(sum[:16]) + `"`, mediaType: mediaTypes[path.Ext(name)]}
	if a.mediaType == "" {
		a.mediaType = "application/octet-stream"
	}
	same := func() []byte { return data }
	switch {
	case isPacked:
		// What is in the program has been read whole by a test.
		if _, err := gzip.NewReader(bytes.NewReader(data)); err != nil {
			return nil, err
		}
		a.packed, a.plain = same, sync.OnceValue(func() []byte { return unpack(data) })
	case len(data) >= leastCompressed:
		a.plain, a.packed = same, sync.OnceValue(func() []byte { return pack(data) })
	default:
		a.plain = same
	}
	return a, nil
}

func pack(data []byte) []byte {
	var out bytes.Buffer
	z, _ := gzip.NewWriterLevel(&out, gzip.BestCompression)
	_, _ = z.Write(data) // memory takes everything
	_ = z.Close()
	return out.Bytes()
}

func unpack(data []byte) []byte {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	plain, _ := io.ReadAll(z)
	return plain
}

// serve sends the file.
func (a *asset) serve(w http.ResponseWriter, r *http.Request, caching string) {
	h := w.Header()
	h.Set("Cache-Control", caching)
	h.Set("Vary", "Accept-Encoding")
	h.Set("Content-Type", a.mediaType)
	data, etag := a.plain, a.etag
	if a.packed != nil && acceptsGzip(r.Header) {
		data = a.packed
		// Another coding is another representation.
		etag = strings.TrimSuffix(etag, `"`) + `-gzip"`
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Etag", etag)
	if matches(r.Header.Get("If-None-Match"), etag) {
		h.Del("Content-Type")
		h.Del("Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body := data()
	h.Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body)
}

// matches reports whether If-None-Match names the tag.
func matches(header, etag string) bool {
	for one := range strings.SplitSeq(header, ",") {
		one = strings.TrimPrefix(strings.TrimSpace(one), "W/")
		if one == etag || one == "*" {
			return true
		}
	}
	return false
}

// wantsPage reports whether a request is a browser's, for a page.
func wantsPage(h http.Header) bool {
	for part := range strings.SplitSeq(strings.Join(h["Accept"], ","), ",") {
		mediaType, parameters, err := mime.ParseMediaType(part)
		if err == nil && mediaType == "text/html" && quality("q="+q(parameters)) > 0 {
			return true
		}
	}
	return false
}

func q(parameters map[string]string) string {
	if q, ok := parameters["q"]; ok {
		return q
	}
	return "1"
}

package desk

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
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
	data      []byte
	mediaType string
	etag      string
	// packed returns data compressed: once, and not before somebody looks.
	packed func() []byte
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

// newPage reads a built page: index.html, and assets/NAME-HASH.EXT.
func newPage(dist fs.FS) (*page, error) {
	index, err := fs.ReadFile(dist, "index.html")
	if err != nil {
		return nil, err
	}
	p := &page{index: newAsset("index.html", index), assets: map[string]*asset{}}
	names, err := fs.Glob(dist, "assets/*")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		data, err := fs.ReadFile(dist, name)
		if err != nil {
			return nil, err
		}
		p.assets[path.Base(name)] = newAsset(name, data)
	}
	return p, nil
}

// mediaTypes are those of the page's files: the machine's own table may say
// something else.
var mediaTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
	".svg": "image/svg+xml", ".png": "image/png", ".woff2": "font/woff2", ".json": "application/json; charset=utf-8", ".txt": "text/plain; charset=utf-8",
}

func newAsset(name string, data []byte) *asset {
	sum := sha256.Sum256(data)
	a := &asset{data: data, etag: `"` + hex.EncodeToString(sum[:16]) + `"`, mediaType: mediaTypes[path.Ext(name)]}
	if a.mediaType == "" {
		a.mediaType = "application/octet-stream"
	}
	a.packed = sync.OnceValue(func() []byte {
		var out bytes.Buffer
		z, _ := gzip.NewWriterLevel(&out, gzip.BestCompression)
		_, _ = z.Write(data) // memory takes everything
		_ = z.Close()
		return out.Bytes()
	})
	return a
}

// serve sends the file.
func (a *asset) serve(w http.ResponseWriter, r *http.Request, caching string) {
	h := w.Header()
	h.Set("Cache-Control", caching)
	h.Set("Vary", "Accept-Encoding")
	h.Set("Content-Type", a.mediaType)
	data, etag := a.data, a.etag
	if len(data) >= leastCompressed && acceptsGzip(r.Header) {
		data = a.packed()
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
	h.Set("Content-Length", strconv.Itoa(len(data)))
	_, _ = w.Write(data)
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

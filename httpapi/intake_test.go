package httpapi

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strings"
	"testing"
)

// packed compresses data; the form raw is deflate without its wrapping.
func packed(t testing.TB, form string, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	var w io.WriteCloser
	var err error
	switch form {
	case "gzip":
		w = gzip.NewWriter(&out)
	case "zlib":
		w = zlib.NewWriter(&out)
	case "raw":
		w, err = flate.NewWriter(&out, flate.DefaultCompression)
	}
	if err == nil {
		_, err = w.Write(data)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func postPacked(h http.Handler, encoding string, body []byte) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/nlg", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Content-Encoding", encoding)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// TestEncodings checks that a compressed body gets the same reply as the plain
// one, and what is wrong with a broken one.
func TestEncodings(t *testing.T) {
	const said = `{"text":"Hello Ann","id":"hello"}`
	plainBody := []byte(`{"response": "utter_greet", "tracker": {"slots": {"name": "Ann"}, "events": [` + strings.Repeat(`{"event": "slot"}, `, 5000) + `1]}}`)
	tests := []struct {
		name, encoding, form string
		spoil                func([]byte) []byte
		status               int
		want                 string // the reply, or the code of the problem
	}{
		{"gzip", "gzip", "gzip", nil, 200, said},
		{"another spelling", " X-GZIP ", "gzip", nil, 200, said},
		{"deflate", "deflate", "zlib", nil, 200, said},
		{"raw deflate", "Deflate", "raw", nil, 200, said},
		{"identity", "identity", "", nil, 200, said},
		{"empty header", "", "", nil, 200, said},
		{"two parts", "gzip", "gzip", func(b []byte) []byte { return append(b, packed(t, "gzip", []byte("  "))...) }, 200, said},
		{"brotli", "br", "", nil, 415, string(CodeContentEncoding)},
		{"twice", "gzip, gzip", "gzip", nil, 415, string(CodeContentEncoding)},
		{"not gzip", "gzip", "", nil, 400, string(CodeBrokenEncoding)},
		{"not deflate", "deflate", "", func([]byte) []byte { return []byte{0xff, 0xff, 0xff} }, 400, string(CodeBrokenEncoding)},
		{"zlib as gzip", "gzip", "zlib", nil, 400, string(CodeBrokenEncoding)},
		{"truncated gzip", "gzip", "gzip", func(b []byte) []byte { return b[:len(b)-30] }, 400, string(CodeTruncated)},
		{"truncated header", "gzip", "gzip", func(b []byte) []byte { return b[:5] }, 400, string(CodeTruncated)},
		{"truncated deflate", "deflate", "zlib", func(b []byte) []byte { return b[:len(b)-9] }, 400, string(CodeTruncated)},
		{"one byte", "deflate", "zlib", func(b []byte) []byte { return b[:1] }, 400, string(CodeTruncated)},
		{"nothing", "gzip", "gzip", func([]byte) []byte { return nil }, 400, string(CodeTruncated)},
		{"wrong checksum", "gzip", "gzip", func(b []byte) []byte { b[len(b)-8] ^= 1; return b }, 400, string(CodeBrokenEncoding)},
		{"wrong checksum of zlib", "deflate", "zlib", func(b []byte) []byte { b[len(b)-1] ^= 1; return b }, 400, string(CodeBrokenEncoding)},
		{"not JSON inside", "gzip", "gzip", func([]byte) []byte { return packed(t, "gzip", []byte("hello")) }, 400, string(CodeNotJSON)},
	}
	h := serverOf(t, nil)
	for range 2 { // readers are used again, also after a fault
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				body := plainBody
				if tt.form != "" {
					body = packed(t, tt.form, plainBody)
				}
				if tt.spoil != nil {
					body = tt.spoil(body)
				}
				w := postPacked(h, tt.encoding, body)
				if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.want) {
					t.Errorf("%d %s, want %d %s", w.Code, w.Body, tt.status, tt.want)
				}
				if got := w.Header().Get("Accept-Encoding"); (got != "") != (tt.status == 415) {
					t.Errorf("Accept-Encoding: %q", got)
				}
			})
		}
	}
}

// TestBomb checks that a small body that inflates to 32 times the limit is
// rejected at the limit, without memory for the rest.
func TestBomb(t *testing.T) {
	const limit = 128 << 10
	blank := strings.Repeat(" ", 32*limit)
	bombs := map[string]string{
		"blanks":       `{"response": "utter_greet"` + blank + `}`,
		"a long event": `{"response": "utter_greet", "events": "` + blank + `"}`,
		"a long slot":  `{"response": "utter_greet", "tracker": {"slots": {"a": "` + blank + `"}}}`,
	}
	for name, text := range bombs {
		for form, encoding := range map[string]string{"gzip": "gzip", "zlib": "deflate", "raw": "deflate"} {
			body := packed(t, form, []byte(text))
			if len(body) > limit/4 {
				t.Fatalf("%s: the bomb has %d bytes", name, len(body))
			}
			for _, strict := range []bool{false, true} {
				h := serverOf(t, func(c *setup) { c.Limits.Body, c.StrictJSON = limit, strict })
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				w := postPacked(h, encoding, body)
				runtime.ReadMemStats(&after)
				if w.Code != 413 || !strings.Contains(w.Body.String(), string(CodeBodyTooLarge)) {
					t.Errorf("%s as %s: %d %s", name, form, w.Code, w.Body)
				}
				if took := after.TotalAlloc - before.TotalAlloc; took > 8*limit {
					t.Errorf("%s as %s: %d KiB were allocated", name, form, took>>10)
				}
			}
		}
	}
}

// TestEmptyMembers checks that a gzip body of endless empty members is limited
// by its compressed size.
func TestEmptyMembers(t *testing.T) {
	h := serverOf(t, func(c *setup) { c.Limits.Body = 1 << 20 })
	r := httptest.NewRequest(http.MethodPost, "/nlg", &endless{piece: packed(t, "gzip", nil)})
	r.ContentLength = -1
	r.Header.Set("Content-Encoding", "gzip")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != 413 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// endless repeats its piece for ever.
type endless struct {
	piece []byte
	at    int
}

func (e *endless) Read(buf []byte) (int, error) {
	n := copy(buf, e.piece[e.at:])
	e.at = (e.at + n) % len(e.piece)
	return n, nil
}

func FuzzEncodings(f *testing.F) {
	for form, encoding := range map[string]string{"gzip": "gzip", "zlib": "deflate", "raw": "deflate"} {
		f.Add(encoding, packed(f, form, []byte(`{"response": "utter_greet"}`)))
	}
	f.Add("deflate", []byte{0x78, 0x9c})
	h := serverOf(f, func(c *setup) { c.Limits.Body = 1 << 20 })
	f.Fuzz(func(t *testing.T, encoding string, body []byte) {
		if w := postPacked(h, encoding, body); w.Code >= 500 {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	})
}

// TestJSONDepth checks that the setting is respected.
func TestJSONDepth(t *testing.T) {
	h := serverOf(t, func(c *setup) { c.Limits.JSONDepth = 20 })
	for depth, want := range map[int]int{19: 200, 20: 400, 1_000_000: 400} {
		w := post(h, "/nlg", "", `{"events": `+strings.Repeat("[", depth)+strings.Repeat("]", depth)+`, "response": "utter_fallback"}`)
		if w.Code != want || want == 400 && !strings.Contains(w.Body.String(), string(CodeTooDeep)) {
			t.Errorf("depth %d: %d %s, want %d", depth, w.Code, w.Body, want)
		}
	}
}

func BenchmarkGzip(b *testing.B) {
	plainBody, err := os.ReadFile("../testdata/bodies/body_10.json")
	if err != nil {
		b.Fatal(err)
	}
	body := packed(b, "gzip", plainBody)
	h := serverOf(b, nil)
	b.SetBytes(int64(len(plainBody)))
	b.ReportAllocs()
	for b.Loop() {
		if w := postPacked(h, "gzip", body); w.Code != 200 {
			b.Fatal(w.Code)
		}
	}
}

package desk

import (
	"compress/gzip"
	"net/http"
	"strconv"
	"strings"
)

// leastCompressed is the size in bytes from which a reply is compressed: below, it
// fits into one packet anyway.
const leastCompressed = 1400

// reply answers with a value as JSON.
func reply(w http.ResponseWriter, r *http.Request, v any) error {
	body, err := encode(v)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Vary", "Accept-Encoding")
	if len(body) < leastCompressed || !acceptsGzip(r.Header) {
		h.Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = w.Write(body)
		return nil
	}
	h.Set("Content-Encoding", "gzip")
	if r.Method == http.MethodHead {
		return nil
	}
	// A client that has gone is no problem of ours.
	z, _ := gzip.NewWriterLevel(w, gzip.BestSpeed)
	_, _ = z.Write(body)
	_ = z.Close()
	return nil
}

// acceptsGzip reports whether a client accepts gzip, and prefers it to nothing. RFC
// 9110, section 12.5.3: gzip;q=0 forbids it, and * stands for what is not named.
func acceptsGzip(h http.Header) bool {
	named, others, plain := -1.0, -1.0, -1.0
	for part := range strings.SplitSeq(strings.Join(h["Accept-Encoding"], ","), ",") {
		coding, parameters, _ := strings.Cut(part, ";")
		q := quality(parameters)
		switch strings.ToLower(strings.TrimSpace(coding)) {
		case "gzip", "x-gzip":
			named = q
		case "*":
			others = q
		case "identity":
			plain = q
		}
	}
	if named < 0 {
		named = others
	}
	return named > 0 && named >= plain
}

// quality returns the weight that parameters such as q=0.5 give; 1 without any, and 0
// if it is none.
func quality(parameters string) float64 {
	for p := range strings.SplitSeq(parameters, ";") {
		name, value, ok := strings.Cut(p, "=")
		if !ok || !strings.EqualFold(strings.TrimSpace(name), "q") {
			continue
		}
		q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		if err != nil || !(q >= 0 && q <= 1) {
			return 0
		}
		return q
	}
	return 1
}

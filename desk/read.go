package desk

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"nlgserver/desk/internal/view"
)

const (
	// maxBody is how large the body of a request may be, in bytes: it has values that a
	// person has typed, or those of a recorded request.
	maxBody = 256 << 10
	// maxText is how large the body of a request with the text of a file may be, in bytes.
	maxText = 8 << 20
	// maxWords is how long the words of a search may be, in bytes.
	maxWords = 1 << 10
)

// readBody reads the body as JSON into v. If it cannot, the request is refused.
func readBody(w http.ResponseWriter, r *http.Request, v any) bool {
	return readBodyOf(w, r, v, maxBody)
}

// readBodyOf is [readBody] for a body of at most so many bytes.
func readBodyOf(w http.ResponseWriter, r *http.Request, v any, most int64) bool {
	// A form of another page cannot send this type without asking first.
	if mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || mediaType != "application/json" {
		refuse(w, codeContentType, "send application/json")
		return false
	}
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, most))
	d.DisallowUnknownFields()
	err := d.Decode(v)
	if err == nil {
		if _, more := d.Token(); !errors.Is(more, io.EOF) {
			err = errors.New("there is more after the value")
			if tooLarge(more) {
				err = more
			}
		}
	}
	if err == nil {
		return true
	}
	wrong := new(json.UnmarshalTypeError)
	switch {
	case tooLarge(err):
		refuse(w, codeBodyTooLarge, fmt.Sprintf("send at most %d bytes", most))
	case errors.As(err, &wrong):
		refuse(w, codeWrongType, mustNotBe(wrong))
	default:
		refuse(w, codeNotJSON, err.Error())
	}
	return false
}

// mustNotBe says which field has which wrong type.
func mustNotBe(wrong *json.UnmarshalTypeError) string {
	kind, _, _ := strings.Cut(wrong.Value, " ") // a number that does not fit follows
	if kind == "array" || kind == "object" {
		return cmp.Or(wrong.Field, "the body") + " must not be an " + kind
	}
	return cmp.Or(wrong.Field, "the body") + " must not be a " + kind
}

func tooLarge(err error) bool {
	_, is := errors.AsType[*http.MaxBytesError](err)
	return is
}

// readQuery reads the query of the list. The error says which parameter is wrong.
func readQuery(q url.Values) (view.Query, error) {
	out := view.Query{Words: q.Get("q"), Channel: q.Get("channel"), Slot: q.Get("slot"), Missing: q.Get("missing"), At: q.Get("at")}
	if len(out.Words) > maxWords {
		return out, fmt.Errorf("q: search for at most %d bytes", maxWords)
	}
	for name, to := range map[string]*bool{"findings": &out.Findings, "unused": &out.Unused, "untested": &out.Untested, "failing": &out.Failing, "changed": &out.Changed, "found": &out.Found} {
		switch q.Get(name) {
		case "", "0":
		case "1":
			*to = true
		default:
			return out, fmt.Errorf("%s: write 1, or leave it out", name)
		}
	}
	for name, to := range map[string]*int{"offset": &out.Offset, "limit": &out.Limit} {
		if !readNumber(q, name, to) {
			return out, fmt.Errorf("%s: write a number from 0", name)
		}
	}
	return out, nil
}

// readNumber reads a number from 0 that may be missing, and reports whether it is one.
func readNumber(q url.Values, name string, to *int) bool {
	text := q.Get(name)
	if text == "" {
		return true
	}
	n, err := strconv.ParseInt(text, 10, 32)
	if err != nil || n < 0 {
		return false
	}
	*to = int(n)
	return true
}

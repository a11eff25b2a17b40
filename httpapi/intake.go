package httpapi

import (
	"io"
	"net/http"
	"strings"
)

// intake is a request's body on its way from the connection: paced, and
// inflated if it comes compressed. It is used again by later requests.
type intake struct {
	pace     pace
	inflater *inflater
}

// open returns the body as it is to be read, and its length, -1 if that is not
// known.
func (i *intake) open(reply http.ResponseWriter, r *http.Request, limits *paceLimits) (io.Reader, int64, *Problem) {
	i.pace = pace{in: r.Body, reply: reply, limits: limits, first: true}
	values := r.Header["Content-Encoding"]
	if len(values) == 0 {
		return &i.pace, r.ContentLength, nil
	}
	form, ok := formOf(values)
	switch {
	case !ok:
		return nil, 0, problem(CodeContentEncoding, "send the body plain, or with Content-Encoding: gzip or deflate")
	case form == plain:
		return &i.pace, r.ContentLength, nil
	}
	if i.inflater == nil {
		i.inflater = newInflater()
	}
	i.inflater.start(form, &i.pace)
	return i.inflater, -1, nil
}

// close lets go of the connection.
func (i *intake) close() {
	i.pace = pace{}
	if i.inflater != nil {
		i.inflater.stop()
	}
}

// form is how a body is compressed.
type form uint8

const (
	plain form = iota
	gzipped
	deflated
)

// formOf reads the header Content-Encoding; false if it names what cannot be
// undone here, such as two compressions.
func formOf(values []string) (form, bool) {
	if len(values) > 1 {
		return plain, false
	}
	switch strings.ToLower(strings.TrimSpace(values[0])) {
	case "", "identity":
		return plain, true
	case "gzip", "x-gzip":
		return gzipped, true
	case "deflate":
		return deflated, true
	default:
		return plain, false
	}
}

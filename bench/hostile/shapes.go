package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
)

// shape is one kind of attack: a request, and how it is sent.
type shape struct {
	name string
	// request is the whole request.
	request []byte
	// pause is where the attacker pauses that trickles, as an offset.
	pause  int
	behave behavior
}

// shapes returns all shapes. Each body comes compressed and is waited for; those
// that are most expensive also come in other ways.
func shapes() ([]shape, error) {
	var all []shape
	each := bodies()
	for i := range each {
		b := &each[i]
		text := b.text()
		small, err := packed(text, gzip.BestCompression)
		if err != nil {
			return nil, err
		}
		request := post(small, "Content-Encoding: gzip")
		add := func(how string, request []byte, behave behavior) {
			all = append(all, shape{b.name + ", " + how, request, len(request) - len(small)/3 - 1, behave})
		}
		add("gzip", request, wait)
		switch i % 6 {
		case 0:
			add("left", request, leave)
		case 1:
			add("never read", bytes.Repeat(request, 4), deaf)
		case 2:
			add("trickling", request, trickle)
		case 3:
			if len(text) <= 4*mib {
				add("plain", post([]byte(text)), wait)
			} else {
				add("cut off", request[:len(request)-10], leave)
			}
		}
	}
	return append(all, others()...), nil
}

// others are attacks that are not about what a body holds.
func others() []shape {
	long := bytes.Repeat([]byte("x"), 60<<10)
	said := []byte(`{"response": "utter_plain", "tracker": {"slots": {"name": "` + string(bytes.Repeat([]byte("a"), mib)) + `"}}}`)
	zipped, _ := packed(string(said), gzip.BestCompression)
	zeros, _ := packed(string(make([]byte, 60*mib)), gzip.BestCompression)
	return []shape{
		{"announced, never sent", []byte("POST /nlg HTTP/1.1\r\nHost: a\r\nContent-Length: 67000000\r\n\r\n{"), 0, trickle},
		{"a header that does not end", []byte("POST /nlg HTTP/1.1\r\nHost: a\r\nX-Long: "), 0, trickle},
		{"a large header", append(append([]byte("POST /nlg HTTP/1.1\r\nHost: a\r\nX-Long: "), long...), "\r\n\r\n"...), 0, wait},
		{"replies of 1 MiB, never read", bytes.Repeat(post(zipped, "Content-Encoding: gzip"), 8), 0, deaf},
		{"pipelined", bytes.Repeat(post([]byte(`{"response": "utter_plain"}`)), 1000), 0, leave},
		{"reload without its body", []byte("POST /-/reload HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10\r\n\r\n{"), 0, trickle},
		{"zeros", post(zeros, "Content-Encoding: gzip"), 0, wait},
		{"not gzip", post(long, "Content-Encoding: gzip"), 0, wait},
		{"chunks of one byte", chunked(bytes.Repeat([]byte(" "), 20_000)), 0, wait},
		{"connections", nil, 0, leave},
	}
}

// post returns a request with that body.
func post(body []byte, headers ...string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "POST /nlg HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %d\r\n", len(body))
	for _, h := range headers {
		b.WriteString(h + "\r\n")
	}
	b.WriteString("\r\n")
	b.Write(body)
	return b.Bytes()
}

func chunked(body []byte) []byte {
	b := bytes.NewBufferString("POST /nlg HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n")
	for i := range body {
		fmt.Fprintf(b, "1\r\n%c\r\n", body[i])
	}
	b.WriteString("0\r\n\r\n")
	return b.Bytes()
}

// packed compresses a text.
func packed(text string, level int) ([]byte, error) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, level)
	if err != nil {
		return nil, err
	}
	if _, err := io.WriteString(w, text); err != nil {
		return nil, err
	}
	err = w.Close()
	return b.Bytes(), err
}

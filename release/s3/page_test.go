package s3

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"nlgserver/release"
)

// TestPages checks that a listing goes on to its last page, with the token of each one
// before, and that each page has its own clock.
func TestPages(t *testing.T) {
	tokens := map[string]string{"": "1/+=&%?", "1/+=&%?": "zwei ä", "zwei ä": ""}
	numbers := map[string]int{"": 1, "1/+=&%?": 2, "zwei ä": 3}
	sent := 0
	s := openFake(t, func(r *http.Request) (*http.Response, error) {
		sent++
		query := r.URL.Query()
		token := query.Get("continuation-token")
		next, known := tokens[token]
		if !known || query.Get("list-type") != "2" || query.Get("encoding-type") != "url" || query.Get("prefix") != "a/releases/" || strings.Contains(r.URL.RawQuery, "+") {
			t.Errorf("asked for %s", r.URL)
		}
		var text bytes.Buffer
		_ = xml.EscapeText(&text, []byte(next))
		number := numbers[token]
		return respond(http.StatusOK, fmt.Sprintf(`<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><EncodingType>url</EncodingType><IsTruncated>%t</IsTruncated><NextContinuationToken>%s</NextContinuationToken>
<Contents><Key>a%%2Freleases%%2F0000000%d.json</Key><ETag>W/&quot;e%d&quot;</ETag><Size>2</Size><LastModified>2026-11-02T10:00:00.500Z</LastModified><Owner><ID>x</ID></Owner></Contents></ListBucketResult>`,
			next != "", text.String(), 4-number, number), "Date", fmt.Sprintf("Mon, 02 Nov 2026 10:00:0%d GMT", number))
	})
	entries, err := s.List(t.Context(), release.ReleasesPrefix)
	if err != nil || len(entries) != 3 || sent != 3 {
		t.Fatalf("%+v, %v", entries, err)
	}
	for i, e := range entries { // sorted
		page := 3 - i
		if e.Key != release.RecordKey(i+1) || e.Revision != release.Revision(fmt.Sprint("e", page)) || e.Age != time.Duration(page)*time.Second-500*time.Millisecond {
			t.Errorf("%+v", e)
		}
	}
}

// TestEscaped checks keys in a listing, which Amazon escapes as in a query and others as in
// a path, and leaves those alone of a storage that does not say that it has escaped them.
func TestEscaped(t *testing.T) {
	for _, c := range []struct{ encoding, key, want string }{
		{"url", "a+b%2Bc%20d%25%E2%82%AC/live", "a b+c d%€/live"},
		{"", "a+b%2Bc%20d&#37;&amp;/live", "a+b%2Bc%20d%&/live"},
		{"base64", "a+b", "a+b"},
	} {
		p, err := parsePage([]byte("<ListBucketResult><EncodingType>" + c.encoding + "</EncodingType><Contents><Key>" + c.key + "</Key></Contents></ListBucketResult>"))
		if err != nil || len(p.objects) != 1 || p.objects[0].Key != c.want {
			t.Errorf("%q: %+v, %v, want %q", c.key, p, err, c.want)
		}
	}
}

// TestPagesRefuses checks listings that are none, or would never end.
func TestPagesRefuses(t *testing.T) {
	const entry = `<Contents><Key>a/live</Key><LastModified>2026-11-02T10:00:00.500Z</LastModified></Contents>`
	for name, text := range map[string]string{
		"a page":           `<html></html>`,
		"nothing":          ``,
		"an error":         `<Error><Code>InternalError</Code></Error>`,
		"no token":         `<ListBucketResult><IsTruncated>true</IsTruncated>` + entry + `</ListBucketResult>`,
		"the same token":   `<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>` + entry + `</ListBucketResult>`,
		"cut":              `<ListBucketResult>` + entry,
		"no truth":         `<ListBucketResult><IsTruncated>maybe</IsTruncated></ListBucketResult>`,
		"no time":          `<ListBucketResult><Contents><Key>a/live</Key><LastModified>yesterday</LastModified></Contents></ListBucketResult>`,
		"no size":          `<ListBucketResult><Contents><Key>a/live</Key><Size>small</Size></Contents></ListBucketResult>`,
		"a key not quoted": `<ListBucketResult><EncodingType>url</EncodingType><Contents><Key>a/100%</Key></Contents></ListBucketResult>`,
	} {
		sent := 0
		s := openFake(t, func(*http.Request) (*http.Response, error) {
			sent++
			return respond(http.StatusOK, text)
		})
		if entries, err := s.List(t.Context(), ""); err == nil || entries != nil || !strings.Contains(err.Error(), "not that of an S3 storage") || sent > 2 {
			t.Errorf("%s: %+v, %v, sent %d", name, entries, err, sent)
		}
	}
	s := openFake(t, func(*http.Request) (*http.Response, error) {
		return respond(http.StatusOK, "<ListBucketResult></ListBucketResult>"+strings.Repeat(" ", maxText))
	})
	if _, err := s.List(t.Context(), ""); err == nil || !strings.Contains(err.Error(), "too large") {
		t.Error(err)
	}
}

// FuzzPage checks that a page which was read can be written and read again, and that one
// which has another after it says how to ask for that.
func FuzzPage(f *testing.F) {
	for _, text := range []string{
		`<ListBucketResult></ListBucketResult>`, `<html/>`, ``,
		`<ListBucketResult><EncodingType>url</EncodingType><Contents><Key>a+b%2Flive</Key><ETag>"e1"</ETag><Size>7</Size><LastModified>2026-11-02T10:00:00.500Z</LastModified></Contents></ListBucketResult>`,
		`<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken></ListBucketResult>`,
		`<ListBucketResult><IsTruncated>1</IsTruncated></ListBucketResult>`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		read, err := parsePage(text)
		if err != nil {
			if len(read.objects) > 0 || read.next != "" {
				t.Errorf("%+v, %v", read, err)
			}
			return
		}
		var again bytes.Buffer
		fmt.Fprint(&again, "<ListBucketResult><EncodingType>url</EncodingType>")
		if read.next != "" {
			fmt.Fprint(&again, "<IsTruncated>true</IsTruncated><NextContinuationToken>")
			_ = xml.EscapeText(&again, []byte(read.next))
			fmt.Fprint(&again, "</NextContinuationToken>")
		}
		for _, o := range read.objects {
			o.Key = url.QueryEscape(o.Key)
			written, err := xml.Marshal(struct {
				XMLName xml.Name `xml:"Contents"`
				listed
			}{listed: o})
			if err != nil {
				return // a year that cannot be written
			}
			again.Write(written)
		}
		fmt.Fprint(&again, "</ListBucketResult>")
		same, err := parsePage(again.Bytes())
		if err != nil || same.next != read.next || len(same.objects) != len(read.objects) {
			t.Fatalf("%+v, read again %+v, %v", read, same, err)
		}
		for i, o := range read.objects {
			if s := same.objects[i]; s.Key != o.Key || s.ETag != o.ETag || s.Size != o.Size || !s.LastModified.Equal(o.LastModified) {
				t.Errorf("%+v, read again %+v", o, s)
			}
		}
	})
}

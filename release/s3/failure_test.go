package s3

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"nlgserver/release"
)

// TestFailure checks what is made of each response that is not the one wanted.
func TestFailure(t *testing.T) {
	const missing = `<?xml version="1.0" encoding="UTF-8"?><Error xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Code> NoSuchKey </Code><Key>hidden</Key></Error>`
	for _, c := range []struct {
		name, method string
		status       int
		body         string
		headers      []string
		code, region string
		err          error
	}{
		{"missing", "GET", 404, missing, nil, "NoSuchKey", "", nil},
		{"no bucket", "GET", 404, `<Error><Code>NoSuchBucket</Code></Error>`, nil, "NoSuchBucket", "", nil},
		{"a head has no body", "HEAD", 404, "", nil, "NoSuchKey", "", nil},
		{"a head of MinIO", "HEAD", 404, "", []string{"X-Minio-Error-Code", "NoSuchBucket"}, "NoSuchBucket", "", nil},
		{"not modified", "GET", 304, "", nil, "", "", nil},
		{"unmet", "PUT", 412, "", nil, "", "", nil},
		{"no body", "GET", 404, "", nil, "", "", errForeign},
		{"a page", "GET", 404, "<html><Error><Code>NoSuchKey</Code></Error></html>", nil, "", "", errForeign},
		{"no code", "GET", 404, "<Error><Message>NoSuchKey</Message></Error>", nil, "", "", errForeign},
		{"JSON", "DELETE", 404, `{"Error": "<Error"}`, nil, "", "", errForeign},
		{"a bad proxy", "GET", 502, "<html>", nil, "", "", nil},
		{"throttled", "GET", 503, "<Error><Code>SlowDown</Code></Error>", nil, "SlowDown", "", nil},
		{"a region", "GET", 400, "<Error><Code>AuthorizationHeaderMalformed</Code><Region> eu-west-1 </Region></Error>", nil, "AuthorizationHeaderMalformed", "eu-west-1", nil},
		{"a region in a header", "HEAD", 400, "", []string{"X-Amz-Bucket-Region", "eu-west-1"}, "", "eu-west-1", nil},
		{"a host for a region", "HEAD", 400, "", []string{"X-Amz-Bucket-Region", "evil.example/"}, "", "", nil},
		{"too large", "GET", 503, "<Error><Code>SlowDown</Code></Error>" + strings.Repeat(" ", maxText), nil, "", "", nil},
		{"too large and missing", "GET", 404, missing + strings.Repeat(" ", maxText), nil, "", "", errForeign},
		{"accepted", "PUT", 202, "", nil, "", "", errNotS3},
		{"partial", "GET", 206, "part", nil, "", "", errNotS3},
	} {
		t.Run(c.name, func(t *testing.T) {
			response, err := respond(c.status, c.body, c.headers...)
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			err = readFailure(c.method, response)
			f, ok := errors.AsType[*failure](err)
			if c.err != nil {
				if !errors.Is(err, c.err) || ok {
					t.Errorf("%v, want %v", err, c.err)
				}
				return
			}
			if !ok || f.status != c.status || f.code != c.code || f.region != c.region || f.header.Get("Date") == "" || strings.Contains(err.Error(), "hidden") {
				t.Errorf("%+v, %v", f, err)
			}
		})
	}
}

// TestPartial checks that a response with another status than the one for success is none.
func TestPartial(t *testing.T) {
	for status, method := range map[int]string{206: "GET", 202: "PUT", 200: "DELETE"} {
		s := openFake(t, func(r *http.Request) (*http.Response, error) {
			if r.Method != method {
				t.Errorf("%s", r.Method)
			}
			return respond(status, "x", "ETag", `"e1"`, "Last-Modified", objectDate)
		})
		var err error
		switch method {
		case "GET":
			_, err = s.Get(t.Context(), release.LiveKey, "")
		case "PUT":
			err = s.Put(t.Context(), release.LiveKey, []byte("x"))
		case "DELETE":
			err = s.Delete(t.Context(), release.LiveKey)
		}
		if !errors.Is(err, errNotS3) {
			t.Errorf("%s %d: %v", method, status, err)
		}
	}
}

// FuzzFailure checks that an error shows nothing but a code, and that a region is one.
func FuzzFailure(f *testing.F) {
	for _, text := range []string{
		`<Error><Code>NoSuchKey</Code><Message>it is hidden</Message><Region>eu-west-1</Region></Error>`, `<Error/>`, `<html>`, "",
		`<Error><Code>a b</Code></Error>`, `<Error><Code>A</Code><Code>B</Code><Region>a/b</Region></Error>`,
	} {
		f.Add(403, []byte(text))
	}
	s := &Store{credless: func() bool { return false }}
	f.Fuzz(func(t *testing.T, status int, text []byte) {
		parsed := parseFailure(text)
		if parsed.region != "" && !regions.MatchString(parsed.region) || strings.TrimSpace(parsed.code) != parsed.code {
			t.Errorf("%+v", parsed)
		}
		if parsed.code != "" && !strings.Contains(string(text), "Error") {
			t.Errorf("%q has the code %q", text, parsed.code)
		}
		parsed.status = status
		known := &failure{status: status}
		if codes.MatchString(parsed.code) {
			known.code = parsed.code
		}
		if shown, want := s.refusal(parsed).Error(), s.refusal(known).Error(); shown != want {
			t.Errorf("%q shows %q, want %q", text, shown, want)
		}
	})
}

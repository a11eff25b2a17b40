package s3

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"nlgserver/release"
)

// openAmazon opens a store of which neither the address nor the environment tells a region.
func openAmazon(t *testing.T, s storage) *Store {
	t.Helper()
	t.Setenv("AWS_REGION", "")
	t.Setenv("AWS_DEFAULT_REGION", "")
	opened, err := Open(t.Context(), "s3://bucket/a", Options{Keys: &Keys{Access: "access", Secret: "hidden"}, Transport: s})
	if err != nil {
		t.Fatal(err)
	}
	return opened
}

// TestRegion checks what a store learns of its region: it asks once, at the host for all
// regions, and an answer that refuses often has it, too.
func TestRegion(t *testing.T) {
	const ap = "bucket.s3.dualstack.ap-south-1.amazonaws.com"
	for _, c := range []struct {
		name string
		told func() (*http.Response, error)
		host string
		err  string
	}{
		{"told", func() (*http.Response, error) {
			return respond(200, `<?xml version="1.0"?><LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/"> ap-south-1 </LocationConstraint>`)
		}, ap, ""},
		{"first", func() (*http.Response, error) { return respond(200, `<LocationConstraint/>`) }, "bucket.s3.dualstack.us-east-1.amazonaws.com", ""},
		{"old", func() (*http.Response, error) {
			return respond(200, `<LocationConstraint>EU</LocationConstraint>`)
		}, "bucket.s3.dualstack.eu-west-1.amazonaws.com", ""},
		{"denied with a header", func() (*http.Response, error) {
			return respond(403, `<Error><Code>AccessDenied</Code></Error>`, "X-Amz-Bucket-Region", "ap-south-1")
		}, ap, ""},
		{"signed for another", func() (*http.Response, error) {
			return respond(400, `<Error><Code>AuthorizationHeaderMalformed</Code><Region>ap-south-1</Region></Error>`)
		}, ap, ""},
		{"moved", func() (*http.Response, error) {
			return respond(301, `<Error><Code>PermanentRedirect</Code></Error>`, "X-Amz-Bucket-Region", "ap-south-1", "Location", "https://evil.example/")
		}, ap, ""},
		{"denied", func() (*http.Response, error) { return fault(403, "AccessDenied") }, "bucket.s3.dualstack.us-east-1.amazonaws.com", ""},
		{"no bucket", func() (*http.Response, error) { return fault(404, "NoSuchBucket") }, "", "does not exist"},
		{"no key", func() (*http.Response, error) { return fault(403, "InvalidAccessKeyId") }, "", "does not know the access key"},
		{"no name", func() (*http.Response, error) {
			return respond(200, `<LocationConstraint>evil.example/</LocationConstraint>`)
		}, "", "not that of an S3 storage"},
		{"no name in a header", func() (*http.Response, error) {
			return respond(403, `<Error><Code>InvalidAccessKeyId</Code><Region>evil.example/</Region></Error>`, "X-Amz-Bucket-Region", "evil.example/")
		}, "", "does not know the access key"},
		{"a page", func() (*http.Response, error) { return respond(200, `<html>hidden</html>`) }, "", "not that of an S3 storage"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var hosts []string
			s := openAmazon(t, func(r *http.Request) (*http.Response, error) {
				if r.URL.Query().Has("location") {
					if r.URL.Host != "bucket.s3.amazonaws.com" || r.URL.Path != "/" || !strings.Contains(r.Header.Get("Authorization"), "/us-east-1/") {
						t.Errorf("%s, signed %s", r.URL, r.Header.Get("Authorization"))
					}
					return c.told()
				}
				hosts = append(hosts, r.URL.Host)
				return object("x")
			})
			_, err := s.Get(t.Context(), release.LiveKey, "")
			if c.err == "" && err != nil || c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err)) || strings.Join(hosts, " ") != c.host {
				t.Errorf("%v, %q, want %q, %q", err, hosts, c.err, c.host)
			}
		})
	}
}

// TestRegionAskedOnce checks that a region which was found is kept, one that could not be
// found is asked for again, and one that turns out to be wrong is corrected at once.
func TestRegionAskedOnce(t *testing.T) {
	asked, away, region := 0, true, "ap-south-1"
	var sent []string
	s := openAmazon(t, func(r *http.Request) (*http.Response, error) {
		if r.URL.Query().Has("location") {
			if asked++; away {
				return fault(403, "InvalidAccessKeyId")
			}
			return respond(200, `<LocationConstraint>ap-south-1</LocationConstraint>`)
		}
		sent = append(sent, r.Method)
		if !strings.Contains(r.Header.Get("Authorization"), "/"+region+"/s3/") {
			return respond(400, "", "X-Amz-Bucket-Region", region)
		}
		return object("x")
	})
	if _, err := s.Get(t.Context(), release.LiveKey, ""); err == nil || asked != 1 {
		t.Errorf("%v, asked %d times", err, asked)
	}
	away = false
	for range 2 {
		if _, err := s.Get(t.Context(), release.LiveKey, ""); err != nil || asked != 2 {
			t.Errorf("%v, asked %d times", err, asked)
		}
	}
	region = "eu-west-1"
	for _, want := range []string{"GET GET PUT PUT", "GET GET PUT PUT PUT"} {
		if err := s.Put(t.Context(), release.LiveKey, []byte("x")); err != nil || asked != 2 || strings.Join(sent, " ") != want {
			t.Errorf("%v, asked %d times, sent %q", err, asked, sent)
		}
	}
}

// TestRegionOfAddress checks that a region which somebody has chosen is kept.
func TestRegionOfAddress(t *testing.T) {
	sent := 0
	s, err := Open(t.Context(), "s3://bucket/a?region=eu-west-1", Options{Keys: &Keys{Access: "access", Secret: "hidden"}, Transport: storage(func(r *http.Request) (*http.Response, error) {
		sent++
		return respond(301, `<Error><Code>PermanentRedirect</Code></Error>`, "X-Amz-Bucket-Region", "ap-south-1", "Location", "https://elsewhere.example/")
	})})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Get(t.Context(), release.LiveKey, ""); err == nil || !strings.Contains(err.Error(), "set region in the address") || sent != 1 {
		t.Errorf("%v, sent %d", err, sent)
	}
}

// FuzzConstraint checks that a region in a response is one, since it becomes part of a host.
func FuzzConstraint(f *testing.F) {
	for _, text := range []string{`<LocationConstraint>eu-west-1</LocationConstraint>`, `<LocationConstraint/>`, `<a>`, `<LocationConstraint>EU<x/></LocationConstraint>`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		region, err := parseConstraint(text)
		if err != nil {
			if region != "" || !errors.Is(err, errNotS3) {
				t.Errorf("%q, %v", region, err)
			}
			return
		}
		if region == "" || !regions.MatchString(region) {
			t.Errorf("%q", region)
		}
	})
}

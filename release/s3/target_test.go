package s3

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"nlgserver/release"
)

// TestTarget checks where requests go, and for which region and service they are signed.
func TestTarget(t *testing.T) {
	t.Setenv("AWS_REGION", "")
	t.Setenv("AWS_DEFAULT_REGION", "")
	for _, c := range []struct{ address, object, bucket, scope string }{
		// Amazon, by region: a host with IPv6, and the bucket in its name if a certificate allows.
		{"s3://bucket/a?region=eu-west-1", "https://bucket.s3.dualstack.eu-west-1.amazonaws.com/a/live", "https://bucket.s3.dualstack.eu-west-1.amazonaws.com/", "eu-west-1/s3"},
		{"s3://bucket?region=us-east-1", "https://bucket.s3.dualstack.us-east-1.amazonaws.com/live", "https://bucket.s3.dualstack.us-east-1.amazonaws.com/", "us-east-1/s3"},
		{"s3://dotted.bucket/a?region=eu-west-1", "https://s3.dualstack.eu-west-1.amazonaws.com/dotted.bucket/a/live", "https://s3.dualstack.eu-west-1.amazonaws.com/dotted.bucket/", "eu-west-1/s3"},
		{"s3://bucket/a?region=eu-west-1&path_style=true", "https://s3.dualstack.eu-west-1.amazonaws.com/bucket/a/live", "https://s3.dualstack.eu-west-1.amazonaws.com/bucket/", "eu-west-1/s3"},
		{"s3://dotted.bucket/a?region=eu-west-1&path_style=false", "https://dotted.bucket.s3.dualstack.eu-west-1.amazonaws.com/a/live", "https://dotted.bucket.s3.dualstack.eu-west-1.amazonaws.com/", "eu-west-1/s3"},
		{"s3://bucket/a?region=xx-new-9", "https://bucket.s3.dualstack.xx-new-9.amazonaws.com/a/live", "https://bucket.s3.dualstack.xx-new-9.amazonaws.com/", "xx-new-9/s3"},
		{"s3://bucket/a?region=cn-north-1", "https://bucket.s3.dualstack.cn-north-1.amazonaws.com.cn/a/live", "https://bucket.s3.dualstack.cn-north-1.amazonaws.com.cn/", "cn-north-1/s3"},
		{"s3://bucket/a?region=us-gov-west-1", "https://bucket.s3.dualstack.us-gov-west-1.amazonaws.com/a/live", "https://bucket.s3.dualstack.us-gov-west-1.amazonaws.com/", "us-gov-west-1/s3"},
		{"s3://bucket/a?region=us-iso-east-1", "https://bucket.s3.us-iso-east-1.c2s.ic.gov/a/live", "https://bucket.s3.us-iso-east-1.c2s.ic.gov/", "us-iso-east-1/s3"},
		{"s3://bucket/a?region=us-isob-east-1", "https://bucket.s3.us-isob-east-1.sc2s.sgov.gov/a/live", "https://bucket.s3.us-isob-east-1.sc2s.sgov.gov/", "us-isob-east-1/s3"},
		// Amazon, by endpoint.
		{"s3://bucket/a?endpoint=s3.eu-west-1.amazonaws.com", "https://bucket.s3.dualstack.eu-west-1.amazonaws.com/a/live", "https://bucket.s3.dualstack.eu-west-1.amazonaws.com/", "eu-west-1/s3"},
		{"s3://bucket/a?endpoint=s3.eu-west-1.amazonaws.com:443", "https://bucket.s3.dualstack.eu-west-1.amazonaws.com/a/live", "https://bucket.s3.dualstack.eu-west-1.amazonaws.com/", "eu-west-1/s3"},
		{"s3://bucket/a?endpoint=s3-eu-west-1.amazonaws.com", "https://bucket.s3.dualstack.eu-west-1.amazonaws.com/a/live", "https://bucket.s3.dualstack.eu-west-1.amazonaws.com/", "eu-west-1/s3"},
		{"s3://bucket/a?endpoint=s3.dualstack.eu-west-1.amazonaws.com", "https://bucket.s3.dualstack.eu-west-1.amazonaws.com/a/live", "https://bucket.s3.dualstack.eu-west-1.amazonaws.com/", "eu-west-1/s3"},
		{"s3://bucket/a?endpoint=s3.eu-west-1.amazonaws.com&region=us-east-2", "https://bucket.s3.dualstack.us-east-2.amazonaws.com/a/live", "https://bucket.s3.dualstack.us-east-2.amazonaws.com/", "us-east-2/s3"},
		{"s3://dotted.bucket/a?endpoint=http://s3.eu-west-1.amazonaws.com", "http://dotted.bucket.s3.dualstack.eu-west-1.amazonaws.com/a/live", "http://dotted.bucket.s3.dualstack.eu-west-1.amazonaws.com/", "eu-west-1/s3"},
		{"s3://bucket/a?endpoint=s3.cn-north-1.amazonaws.com.cn", "https://bucket.s3.dualstack.cn-north-1.amazonaws.com.cn/a/live", "https://bucket.s3.dualstack.cn-north-1.amazonaws.com.cn/", "cn-north-1/s3"},
		{"s3://bucket/a?endpoint=s3-fips.us-east-2.amazonaws.com", "https://bucket.s3-fips.us-east-2.amazonaws.com/a/live", "https://bucket.s3-fips.us-east-2.amazonaws.com/", "us-east-2/s3"},
		{"s3://bucket/a?endpoint=s3-fips.dualstack.us-east-2.amazonaws.com", "https://bucket.s3-fips.dualstack.us-east-2.amazonaws.com/a/live", "https://bucket.s3-fips.dualstack.us-east-2.amazonaws.com/", "us-east-2/s3"},
		{
			"s3://bucket/a?endpoint=bucket.vpce-1a2b3c4d-5e6f.s3.us-east-1.vpce.amazonaws.com", "https://bucket.bucket.vpce-1a2b3c4d-5e6f.s3.us-east-1.vpce.amazonaws.com/a/live",
			"https://bucket.bucket.vpce-1a2b3c4d-5e6f.s3.us-east-1.vpce.amazonaws.com/", "us-east-1/s3",
		},
		{
			"s3://bucket/a?endpoint=op-1.s3-outposts.us-west-2.amazonaws.com&region=us-west-2", "https://op-1.s3-outposts.us-west-2.amazonaws.com/bucket/a/live",
			"https://op-1.s3-outposts.us-west-2.amazonaws.com/bucket/", "us-west-2/s3-outposts",
		},
		// Others: the bucket in the path, except with two that have a name for each.
		{"s3://bucket/a?endpoint=http://127.0.0.1:9000", "http://127.0.0.1:9000/bucket/a/live", "http://127.0.0.1:9000/bucket/", "us-east-1/s3"},
		{"s3://bucket/a?endpoint=http://127.0.0.1:80", "http://127.0.0.1/bucket/a/live", "http://127.0.0.1/bucket/", "us-east-1/s3"},
		{"s3://bucket/a?endpoint=http://127.0.0.1:443", "http://127.0.0.1:443/bucket/a/live", "http://127.0.0.1:443/bucket/", "us-east-1/s3"},
		{"s3://bucket/a?endpoint=https://[::1]:443", "https://[::1]/bucket/a/live", "https://[::1]/bucket/", "us-east-1/s3"},
		{"s3://bucket/a?endpoint=https://[::1]:9000", "https://[::1]:9000/bucket/a/live", "https://[::1]:9000/bucket/", "us-east-1/s3"},
		{"s3://bucket/a?endpoint=minio.example&path_style=false", "https://bucket.minio.example/a/live", "https://bucket.minio.example/", "us-east-1/s3"},
		{"s3://bucket/a?endpoint=account.r2.cloudflarestorage.com&region=auto", "https://account.r2.cloudflarestorage.com/bucket/a/live", "https://account.r2.cloudflarestorage.com/bucket/", "auto/s3"},
		{"s3://bucket/a?endpoint=storage.googleapis.com", "https://bucket.storage.googleapis.com/a/live", "https://bucket.storage.googleapis.com/", "us-east-1/s3"},
		{"s3://dotted.bucket/a?endpoint=storage.googleapis.com", "https://storage.googleapis.com/dotted.bucket/a/live", "https://storage.googleapis.com/dotted.bucket/", "us-east-1/s3"},
		{"s3://bucket/a?endpoint=oss-cn-hangzhou.aliyuncs.com", "https://bucket.oss-cn-hangzhou.aliyuncs.com/a/live", "https://bucket.oss-cn-hangzhou.aliyuncs.com/", "us-east-1/s3"},
		// What is escaped is all but letters, digits and -._~/, as the signature wants it.
		{
			"s3://bucket/a%20b+c%25d%3Fe%23f%26g=h(i)!*'@:;,$~%C3%A4%F0%9F%8E%89%22%3C%3E%5B%5D%7B%7D%7C%60%5E?endpoint=minio.example",
			"https://minio.example/bucket/a%20b%2Bc%25d%3Fe%23f%26g%3Dh%28i%29%21%2A%27%40%3A%3B%2C%24~%C3%A4%F0%9F%8E%89%22%3C%3E%5B%5D%7B%7D%7C%60%5E/live",
			"https://minio.example/bucket/", "us-east-1/s3",
		},
	} {
		var sent []string
		s, err := Open(t.Context(), c.address, Options{Keys: &Keys{Access: "access", Secret: "hidden"}, Transport: storage(func(r *http.Request) (*http.Response, error) {
			u := *r.URL
			u.RawQuery = ""
			sent = append(sent, u.String())
			if r.Host != u.Host {
				t.Errorf("%s: the host is %q in the URL and %q in the header", c.address, u.Host, r.Host)
			}
			if !strings.Contains(r.Header.Get("Authorization"), "/"+c.scope+"/aws4_request") {
				t.Errorf("%s: %s", c.address, r.Header.Get("Authorization"))
			}
			if r.URL.Query().Has("list-type") {
				return respond(http.StatusOK, "<ListBucketResult></ListBucketResult>")
			}
			return object("x")
		})})
		if err != nil {
			t.Error(err)
			continue
		}
		_, get := s.Get(t.Context(), release.LiveKey, "")
		_, list := s.List(t.Context(), "")
		if get != nil || list != nil || strings.Join(sent, " ") != c.object+" "+c.bucket {
			t.Errorf("%s: sent to\n%s, want\n%s %s: %v, %v", c.address, strings.Join(sent, " "), c.object, c.bucket, get, list)
		}
	}
}

// TestQuery checks that a query is escaped as the signature wants it, also if there is none.
func TestQuery(t *testing.T) {
	l, err := readLocation("s3://bucket?endpoint=storage.example")
	if err != nil {
		t.Fatal(err)
	}
	u := l.target("storage.example", "", url.Values{"prefix": {"a b+c/~*"}, "list-type": {"2"}})
	if want := "https://storage.example/bucket/?list-type=2&prefix=a%20b%2Bc%2F~%2A"; u.String() != want {
		t.Errorf("%s, want %s", u, want)
	}
}

// TestEndpointRefuses checks endpoints at which no bucket can be.
func TestEndpointRefuses(t *testing.T) {
	for address, want := range map[string]string{
		"s3://bucket?endpoint=-bad.example":                                               "not a host",
		"s3://bucket?endpoint=ba$d.example":                                               "not a host",
		"s3://bucket?endpoint=bucket.s3.amazonaws.com":                                    "https://s3.amazonaws.com;",
		"s3://bucket?endpoint=bucket.storage.googleapis.com":                              "https://storage.googleapis.com;",
		"s3://bucket?endpoint=s3-outposts.us-west-2.amazonaws.com":                        "S3 on Outposts",
		"s3://bucket--use1-az4--x-s3":                                                     "directory bucket",
		"s3://bucket--use1-az4--x-s3?endpoint=s3express-use1-az4.us-east-1.amazonaws.com": "directory bucket",
	} {
		if _, err := readLocation(address); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", address, err, want)
		}
	}
	if _, err := readLocation("s3://bucket--use1-az4--x-s3?endpoint=minio.example"); err != nil {
		t.Error(err)
	}
}

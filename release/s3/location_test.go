package s3

import (
	"strings"
	"testing"
)

func TestReadLocation(t *testing.T) {
	for _, c := range []struct{ address, text, region, prefix string }{
		{"s3://bucket", "s3://bucket", "", ""},
		{"s3://bucket/", "s3://bucket", "", ""},
		{"s3://bucket/a/b", "s3://bucket/a/b", "", "a/b/"},
		{"s3://bucket/a/b/", "s3://bucket/a/b", "", "a/b/"},
		{"s3://bucket/a%20b?region=eu-west-1", "s3://bucket/a%20b", "eu-west-1", "a b/"},
		{"s3://bucket/a?endpoint=http://127.0.0.1:7070", "s3://bucket/a?endpoint=http://127.0.0.1:7070", "us-east-1", "a/"},
		{"s3://bucket/a?endpoint=minio.example:9000/&path_style=false", "s3://bucket/a?endpoint=https://minio.example:9000", "us-east-1", "a/"},
		{"s3://bucket?endpoint=https%3A%2F%2Fminio.example&region=auto&anonymous=true", "s3://bucket?endpoint=https://minio.example", "auto", ""},
	} {
		l, err := readLocation(c.address)
		if err != nil || l.String() != c.text || l.region != c.region || l.prefix != c.prefix {
			t.Errorf("%s: %+v %s, %v", c.address, l, &l, err)
		}
	}
}

func TestReadLocationRefuses(t *testing.T) {
	for _, c := range []struct{ address, want string }{
		{"s3://key:hidden@bucket/a", "must not contain credentials"},
		{"s3://bucket/%zz?hidden", "not a valid URL"},
		{"s3://key:hidden%@bucket", "not a valid URL"},
		{"http://bucket/a", "must start with s3://"},
		{"s3:bucket", "must start with s3://"},
		{"s3://", "is not the name of a bucket"},
		{"s3://b", "is not the name of a bucket"},
		{"s3://bucket:80/a", "is not the name of a bucket"},
		{"s3://bucket/a/../b", "must not have empty parts"},
		{"s3://bucket/a//b", "must not have empty parts"},
		{"s3://bucket/a%00b", "has characters"},
		{"s3://bucket/a%ffb", "has characters"},
		{"s3://bucket/" + strings.Repeat("a", 600), "the most is 512"},
		{"s3://bucket/a#b", "must not contain #"},
		{"s3://bucket?secret_key=hidden", `unknown parameter "secret_key"`},
		{"s3://bucket?region=hidden%zz", "cannot be read"},
		{"s3://bucket?region=a&region=b", "more than once"},
		{"s3://bucket?region=a/b", "is not a region"},
		{"s3://bucket?path_style=maybe", "must be true or false"},
		{"s3://bucket?anonymous=maybe", "must be true or false"},
		{"s3://bucket?endpoint=http://key:hidden@host", "must not contain credentials"},
		{"s3://bucket?endpoint=ftp://host", "must start with https:// or http://"},
		{"s3://bucket?endpoint=http://host/bucket", "must have nothing after"},
		{"s3://bucket?endpoint=", "has no host"},
		{"s3://bucket?endpoint=http://host:hidden", "not a valid URL"},
	} {
		_, err := readLocation(c.address)
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "hidden") {
			t.Errorf("%s: %v, want %q", c.address, err, c.want)
		}
	}
}

// FuzzReadLocation checks that what is read can be printed and read again, and that no
// prefix leads out of the bucket.
func FuzzReadLocation(f *testing.F) {
	for _, address := range []string{
		"s3://bucket", "s3://bucket/a/b?endpoint=http://127.0.0.1:7070&region=eu-west-1&path_style=true&anonymous=1",
		"s3://bucket/a%2F..%2Fb", "s3://bucket/a%3Fb", "s3://bucket?endpoint=[::1]:80", "s3://u:p@bucket",
	} {
		f.Add(address)
	}
	f.Fuzz(func(t *testing.T, address string) {
		l, err := readLocation(address)
		if err != nil {
			return
		}
		if strings.HasPrefix(l.prefix, "/") || strings.Contains("/"+l.prefix, "/../") || strings.Contains(l.prefix, "//") {
			t.Errorf("%q: the prefix is %q", address, l.prefix)
		}
		again, err := readLocation(l.String())
		if err != nil || again.String() != l.String() || again.prefix != l.prefix || again.bucket != l.bucket || again.endpoint != l.endpoint {
			t.Errorf("%q: %s, read again %s, %v", address, &l, &again, err)
		}
	})
}

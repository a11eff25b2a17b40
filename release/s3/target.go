package s3

import (
	"net"
	"net/url"
	"strings"

	"github.com/minio/minio-go/v7/pkg/s3utils"
)

// target is the URL of an object at a host, or that of the bucket if the key is empty.
func (l *location) target(host, key string, query url.Values) *url.URL {
	host = withoutUsualPort(l.endpoint.Scheme, host)
	path := "/" + key
	if l.inHost() {
		host = l.bucket + "." + host
	} else {
		path = "/" + l.bucket + path
	}
	return &url.URL{
		Scheme: l.endpoint.Scheme, Host: host,
		// The signature is over the path and the query as this package escapes them, and Go
		// leaves other characters than S3 as they are.
		Path: path, RawPath: s3utils.EncodePath(path),
		RawQuery: s3utils.QueryEncode(query),
	}
}

// inHost reports whether the bucket is in the name of the host, not in the path.
func (l *location) inHost() bool {
	if l.pathStyle != nil {
		return !*l.pathStyle
	}
	// A certificate for all buckets is for none with a dot.
	return s3utils.IsVirtualHostSupported(l.endpoint, l.bucket)
}

// withoutUsualPort is a host without the port that its scheme has anyway. A proxy may leave
// it out, and the host is signed.
func withoutUsualPort(scheme, host string) string {
	name, port, err := net.SplitHostPort(host)
	if err != nil || scheme+port != "http80" && scheme+port != "https443" {
		return host
	}
	if strings.Contains(name, ":") {
		return "[" + name + "]"
	}
	return name
}

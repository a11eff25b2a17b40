package s3

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"

	"github.com/minio/minio-go/v7/pkg/s3utils"
)

// amazon is the endpoint of an address without one.
const amazon = "https://s3.amazonaws.com"

// firstRegion is the region of a storage that has none, and the one in which Amazon is
// asked for another.
const firstRegion = "us-east-1"

func (l *location) readEndpoint(text string) error {
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil {
		return errors.New("the endpoint is not a valid URL: use https://HOST:PORT")
	}
	switch {
	case u.User != nil:
		return errors.New("the endpoint must not contain credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
	case u.Scheme != "https" && u.Scheme != "http":
		return fmt.Errorf("the endpoint must start with https:// or http://, not with %q", u.Scheme)
	case u.Hostname() == "":
		return errors.New("the endpoint has no host: use https://HOST:PORT")
	case strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "":
		return errors.New("the endpoint must have nothing after the host and the port; the bucket is in s3://BUCKET")
	}
	l.endpoint = url.URL{Scheme: u.Scheme, Host: u.Host}
	if err := l.checkHost(); err != nil {
		return err
	}
	if l.region == "" && !l.isAmazon() {
		// A storage that has no regions takes this one, and so one request is spared.
		l.region = firstRegion
	}
	return nil
}

// checkHost refuses hosts that are none, and those of a single bucket, which has its place
// elsewhere in the address.
func (l *location) checkHost() error {
	host := l.endpoint.Hostname()
	switch {
	case net.ParseIP(host) == nil && !s3utils.IsValidDomain(host):
		return fmt.Errorf("the endpoint has %q, which is not a host", host)
	case strings.Contains(host, ".s3.amazonaws.com") && !l.isAmazon():
		return errors.New("the endpoint of Amazon is https://s3.amazonaws.com; the bucket is in s3://BUCKET")
	case strings.Contains(host, ".googleapis.com") && !s3utils.IsGoogleEndpoint(l.endpoint):
		return errors.New("the endpoint of Google is https://storage.googleapis.com; the bucket is in s3://BUCKET")
	case strings.Contains(host, "s3-outposts") && !l.isOutposts():
		return errors.New("an endpoint of S3 on Outposts is https://NAME.s3-outposts.REGION.amazonaws.com")
	case l.isAmazon() && s3utils.IsS3ExpressBucket(l.bucket):
		return fmt.Errorf("%q is a directory bucket of S3 Express, which is not supported: use a general purpose bucket", l.bucket)
	}
	return nil
}

func (l *location) isAmazon() bool { return s3utils.IsAmazonEndpoint(l.endpoint) }

func (l *location) isOutposts() bool { return s3utils.IsAmazonOutpostsEndpoint(l.endpoint) }

// namesRegion is the region in the name of the endpoint, empty if there is none.
func (l *location) namesRegion() string { return s3utils.GetRegionFromURL(l.endpoint) }

// regional is the host that has the buckets of a region. What Amazon's private network or
// its FIPS modules serve stays there.
func (l *location) regional(region string) string {
	if l.isAmazon() && !s3utils.IsAmazonFIPSEndpoint(l.endpoint) && !s3utils.IsAmazonPrivateLinkEndpoint(l.endpoint) {
		return amazonHost(region)
	}
	return l.endpoint.Host
}

// amazonHost is Amazon's host for a region, with IPv6 where there is such a host.
func amazonHost(region string) string {
	switch {
	case strings.HasPrefix(region, "cn-"):
		return "s3.dualstack." + region + ".amazonaws.com.cn"
	case strings.HasPrefix(region, "us-iso-"):
		return "s3." + region + ".c2s.ic.gov"
	case strings.HasPrefix(region, "us-isob-"):
		return "s3." + region + ".sc2s.sgov.gov"
	}
	return "s3.dualstack." + region + ".amazonaws.com"
}

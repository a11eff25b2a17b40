package s3

import (
	"net"
	"net/http"
	"net/url"
	"os"
	"sync/atomic"
	"time"

	"github.com/minio/minio-go/v7/pkg/credentials"
)

// roleWait bounds a request to the service that knows the credentials of a role, and
// noneFor is how long it is not asked again after no credentials were found anywhere.
const (
	roleWait = 5 * time.Second
	noneFor  = 30 * time.Second
)

// Keys are credentials that are given, instead of those of the environment.
type Keys struct{ Access, Secret, Session string }

// String and GoString hide them, also from a log that prints a struct around them.
func (Keys) String() string { return "(keys)" }

// GoString is String for %#v.
func (Keys) GoString() string { return "(keys)" }

// chain asks each usual place for credentials, and remembers for a while that there are none.
type chain struct {
	credentials.Chain
	none  atomic.Bool
	until time.Time
}

// newCredentials returns credentials for a location, and tells whether they are anonymous
// because none were found.
func newCredentials(l *location, keys *Keys, getenv func(string) string) (*credentials.Credentials, func() bool) {
	never := func() bool { return false }
	switch {
	case keys != nil:
		return credentials.NewStaticV4(keys.Access, keys.Secret, keys.Session), never
	case l.anonymous:
		return credentials.NewStatic("", "", "", credentials.SignatureAnonymous), never
	}
	providers := []credentials.Provider{
		&credentials.EnvAWS{},
		&credentials.EnvMinio{},
		&credentials.FileAWSCredentials{},
	}
	// Outside Amazon's network nobody answers for the role of a machine, and the wait would
	// be before every request.
	role := getenv("AWS_WEB_IDENTITY_TOKEN_FILE") != "" || getenv("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") != "" || getenv("AWS_CONTAINER_CREDENTIALS_FULL_URI") != ""
	if role || l.isAmazon() && getenv("AWS_EC2_METADATA_DISABLED") != "true" {
		providers = append(providers, &credentials.IAM{Client: roleClient()})
	}
	c := &chain{Chain: credentials.Chain{Providers: providers}}
	return credentials.New(c), c.none.Load
}

// roleClient is not the client of the storage: it never sends a request of a machine for
// its own role through a proxy.
func roleClient() *http.Client {
	return &http.Client{
		Timeout: roleWait,
		Transport: &http.Transport{
			Proxy: func(r *http.Request) (*url.URL, error) {
				if ip := net.ParseIP(r.URL.Hostname()); ip != nil && (ip.IsLinkLocalUnicast() || ip.IsLoopback()) {
					return nil, nil
				}
				return http.ProxyFromEnvironment(r)
			},
			DialContext:       (&net.Dialer{Timeout: roleWait}).DialContext,
			DisableKeepAlives: true,
		},
	}
}

// RetrieveWithCredContext implements [credentials.Provider].
func (c *chain) RetrieveWithCredContext(cc *credentials.CredContext) (credentials.Value, error) {
	value, err := c.Chain.RetrieveWithCredContext(cc)
	none := err == nil && value.SignerType == credentials.SignatureAnonymous
	c.none.Store(none)
	c.until = time.Time{}
	if none {
		c.until = time.Now().Add(noneFor)
	}
	return value, err
}

// IsExpired implements [credentials.Provider]. Who calls it holds the lock of the
// credentials, as for RetrieveWithCredContext.
func (c *chain) IsExpired() bool {
	if !c.until.IsZero() {
		return time.Now().After(c.until)
	}
	return c.Chain.IsExpired()
}

func environment(name string) string { return os.Getenv(name) }

package follow

import (
	"crypto/tls"
	"fmt"
	"sync/atomic"
	"time"
)

// expiresSoon is how long before its expiry a certificate is worth a warning.
const expiresSoon = 14 * 24 * time.Hour

// Certificate is the certificate in use; a handshake loads it once.
type Certificate struct {
	live atomic.Pointer[tls.Certificate]
}

// NewCertificate returns the certificate in two files, of the chain and of its key, in
// PEM. There is none before the files have been started. They call expires for one that
// has expired or is about to.
func NewCertificate(setting, certFile, keyFile string, expires func(at time.Time)) (*Certificate, *Files) {
	c := &Certificate{}
	return c, New(setting, func(data [][]byte) error {
		pair, err := tls.X509KeyPair(data[0], data[1])
		if err != nil {
			return fmt.Errorf("%s and %s: %w", certFile, keyFile, err)
		}
		if left := time.Until(pair.Leaf.NotAfter); left < expiresSoon {
			expires(pair.Leaf.NotAfter)
		}
		c.live.Store(&pair)
		return nil
	}, certFile, keyFile)
}

// Config returns the settings of a listener, which speaks HTTP/1.1.
func (c *Certificate) Config() *tls.Config {
	return &tls.Config{
		MinVersion:     tls.VersionTLS12,
		NextProtos:     []string{"http/1.1"},
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return c.live.Load(), nil },
	}
}

// Expires returns when the certificate in use expires.
func (c *Certificate) Expires() time.Time { return c.live.Load().Leaf.NotAfter }

package server

import (
	"crypto/tls"
	"fmt"
	"sync/atomic"
	"time"
)

// expiresSoon is how long before its expiry a certificate is worth a warning.
const expiresSoon = 14 * 24 * time.Hour

// TLSOptions name the files of a certificate chain and its key, in PEM, both or
// neither. They are read again when they change.
type TLSOptions struct{ CertFile, KeyFile string }

// certificate is the certificate in use; a handshake loads it once.
type certificate struct {
	live atomic.Pointer[tls.Certificate]
}

// newCertificate reads the files for the first time; nil without any.
func newCertificate(opts Options) (*certificate, *follower, error) {
	o := opts.TLS
	switch {
	case o == TLSOptions{}:
		return nil, nil, nil
	case o.CertFile == "" || o.KeyFile == "":
		return nil, nil, fmt.Errorf("%s and %s must be set together", opts.SettingName(SettingCertificate), opts.SettingName(SettingKey))
	}
	c := &certificate{}
	f := &follower{setting: opts.SettingName(SettingCertificate), paths: []string{o.CertFile, o.KeyFile}, apply: func(data [][]byte) error {
		pair, err := tls.X509KeyPair(data[0], data[1])
		if err != nil {
			return fmt.Errorf("%s and %s: %w", o.CertFile, o.KeyFile, err)
		}
		if left := time.Until(pair.Leaf.NotAfter); left < expiresSoon {
			opts.Log.Warn("certificate expired or about to expire", "certificate", o.CertFile, "expires", pair.Leaf.NotAfter)
		}
		c.live.Store(&pair)
		return nil
	}}
	return c, f, f.start()
}

// config returns the settings of a listener. Rasa's client uses HTTP/1.1.
func (c *certificate) config() *tls.Config {
	return &tls.Config{
		MinVersion:     tls.VersionTLS12,
		NextProtos:     []string{"http/1.1"},
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return c.live.Load(), nil },
	}
}

// CertificateExpiry returns when the certificate in use expires; the zero time
// without TLS.
func (a *App) CertificateExpiry() time.Time {
	if a.certificate == nil {
		return time.Time{}
	}
	return a.certificate.live.Load().Leaf.NotAfter
}

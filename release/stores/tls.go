package stores

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"
)

// transport returns what sends requests over HTTP with the certificates of the options; nil
// if there are none.
func (o Options) transport() (http.RoundTripper, error) {
	if o.CA == "" && o.Cert == "" {
		return nil, nil
	}
	cfg := &tls.Config{MinVersion: tls.VersionTLS12}
	if o.CA != "" {
		text, err := os.ReadFile(o.CA)
		if err != nil {
			return nil, err
		}
		cfg.RootCAs = x509.NewCertPool()
		if !cfg.RootCAs.AppendCertsFromPEM(text) {
			return nil, fmt.Errorf("%s has no certificate in PEM", o.CA)
		}
	}
	if o.Cert != "" {
		pair, err := tls.LoadX509KeyPair(o.Cert, o.Key)
		if err != nil {
			return nil, err
		}
		cfg.Certificates = []tls.Certificate{pair}
	}
	return &http.Transport{
		Proxy: http.ProxyFromEnvironment, TLSClientConfig: cfg, ForceAttemptHTTP2: true,
		DialContext:         (&net.Dialer{Timeout: connectTime}).DialContext,
		TLSHandshakeTimeout: connectTime, MaxIdleConnsPerHost: 4, IdleConnTimeout: idleTime,
		// The revision of an entry is that of its bytes.
		DisableCompression: true,
	}, nil
}

const (
	// connectTime bounds the time to connect to a store, and that to agree on TLS.
	connectTime = 10 * time.Second
	// idleTime is how long a connection is kept: storages close theirs after 20 s and more.
	idleTime = 15 * time.Second
)

package server

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// selfSigned makes a certificate for the loopback address and its key, in PEM.
func selfSigned(t *testing.T, serial int64, ends time.Time) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: "nlgserver test"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: ends,
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})),
		string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDER}))
}

// handshake returns the serial number of the certificate that the address
// presents.
func handshake(t *testing.T, address string, settings *tls.Config) (int64, error) {
	t.Helper()
	settings.InsecureSkipVerify = true
	c, err := (&tls.Dialer{Config: settings}).DialContext(context.Background(), "tcp", address)
	if err != nil {
		return 0, err
	}
	defer c.Close()
	return c.(*tls.Conn).ConnectionState().PeerCertificates[0].SerialNumber.Int64(), nil
}

// TestTLS checks that a client that trusts the certificate is served on both
// listeners, and that a new certificate is used without a restart, but a broken
// one is not.
func TestTLS(t *testing.T) {
	dir := t.TempDir()
	certFile, keyFile := filepath.Join(dir, "tls.crt"), filepath.Join(dir, "tls.key")
	ends := time.Now().Add(100 * 24 * time.Hour).Truncate(time.Second)
	cert, key := selfSigned(t, 1, ends)
	write(t, certFile, "\ufeff"+cert) // as Notepad saves it
	write(t, keyFile, key)
	r := startWith(t, func(o *Options) {
		o.TLS = TLSOptions{CertFile: certFile, KeyFile: keyFile}
		o.AdminListen = "127.0.0.1:0"
	})
	if got := r.CertificateExpiry(); !got.Equal(ends) {
		t.Errorf("it ends at %v, want %v", got, ends)
	}

	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM([]byte(cert))
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport}
	say := func() {
		t.Helper()
		reply, err := client.Post("https://"+r.Addr()+"/nlg", "application/json", strings.NewReader(`{"response": "utter_x"}`))
		if err != nil {
			t.Fatal(err)
		}
		defer reply.Body.Close()
		if text, err := io.ReadAll(reply.Body); err != nil || string(text) != `{"text":"good {name}"}` || reply.ProtoMajor != 1 {
			t.Errorf("%s %s, %v", reply.Proto, text, err)
		}
	}
	say()

	if _, err := handshake(t, r.Addr(), &tls.Config{MaxVersion: tls.VersionTLS11}); err == nil {
		t.Error("TLS 1.1 is accepted")
	}
	shown := func(address string) int64 {
		t.Helper()
		serial, err := handshake(t, address, &tls.Config{MaxVersion: tls.VersionTLS12})
		if err != nil {
			t.Fatal(err)
		}
		return serial
	}
	if shown(r.Addr()) != 1 || shown(r.AdminAddr()) != 1 {
		t.Error("a different certificate is presented")
	}

	const rejected = `msg="change rejected; the last good version stays in use" setting="TLS certificate"`

	// The halves of a new pair arrive one after the other: in between they
	// do not match.
	next, nextKey := selfSigned(t, 2, ends.Add(time.Hour))
	replace(t, certFile, next)
	r.eventually("the rejection of half a pair", func() bool { return strings.Contains(r.log.String(), rejected) })
	if shown(r.Addr()) != 1 || !r.CertificateExpiry().Equal(ends) {
		t.Error("half a pair is used")
	}
	say()
	replace(t, keyFile, nextKey)
	r.eventually("the new certificate", func() bool { return shown(r.Addr()) == 2 && shown(r.AdminAddr()) == 2 })
	if got := r.CertificateExpiry(); !got.Equal(ends.Add(time.Hour)) {
		t.Errorf("it ends at %v", got)
	}
	say() // on the connection from before
	if log := r.log.String(); strings.Contains(log, "BEGIN") || strings.Count(log, rejected) != 1 {
		t.Errorf("the log:\n%s", log)
	}

	replace(t, keyFile, "not a key\n")
	r.eventually("the rejection of a broken key", func() bool { return strings.Count(r.log.String(), rejected) == 2 })
	if shown(r.Addr()) != 2 {
		t.Error("the last good certificate is lost")
	}
}

func TestBadTLS(t *testing.T) {
	dir := t.TempDir()
	cert, _ := selfSigned(t, 1, time.Now().Add(time.Hour))
	_, otherKey := selfSigned(t, 2, time.Now().Add(time.Hour))
	certFile, keyFile := filepath.Join(dir, "tls.crt"), filepath.Join(dir, "tls.key")
	write(t, certFile, cert)
	write(t, keyFile, otherKey)
	for name, o := range map[string]TLSOptions{
		"no key":       {CertFile: certFile},
		"no cert":      {KeyFile: keyFile},
		"another key":  {CertFile: certFile, KeyFile: keyFile},
		"missing file": {CertFile: certFile, KeyFile: keyFile + "x"},
	} {
		if _, err := New(Options{Paths: []string{dir}, TLS: o}); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if a, err := New(Options{Paths: []string{dir}}); err != nil || !a.CertificateExpiry().IsZero() {
		t.Errorf("without TLS: %v", err)
	}
}

// TestExpiry checks the warning about a certificate that expires soon.
func TestExpiry(t *testing.T) {
	dir := t.TempDir()
	certFile, keyFile := filepath.Join(dir, "tls.crt"), filepath.Join(dir, "tls.key")
	for ends, want := range map[time.Duration]bool{-time.Minute: true, 24 * time.Hour: true, 30 * 24 * time.Hour: false} {
		cert, key := selfSigned(t, 1, time.Now().Add(ends))
		write(t, certFile, cert)
		write(t, keyFile, key)
		r := startWith(t, func(o *Options) { o.TLS = TLSOptions{CertFile: certFile, KeyFile: keyFile} })
		if strings.Contains(r.log.String(), "certificate expired or about to expire") != want {
			t.Errorf("it ends in %v: %s", ends, r.log)
		}
	}
}

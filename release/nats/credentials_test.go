package nats_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	client "github.com/nats-io/nats.go"
	"github.com/nats-io/nkeys"

	"nlgserver/release"
	"nlgserver/release/nats"
	"nlgserver/release/nats/natstest"
)

// admits checks that a server takes a client with some options, and none without.
func admits(t *testing.T, at string, o nats.Options) {
	t.Helper()
	if err := open(t, at, o).Put(t.Context(), release.LiveKey, []byte("x")); err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	err := open(t, at, nats.Options{CA: o.CA}).Put(ctx, release.LiveKey, []byte("x"))
	if err == nil {
		t.Error("it takes everybody")
	}
}

func file(t *testing.T, text []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestToken(t *testing.T) {
	c := natstest.Start(t, 1, func(o *server.Options) { o.Authorization = "s3cret" })
	admits(t, c.URL("a"), nats.Options{Token: file(t, []byte("s3cret\n"))})
	if err := open(t, "nats://s3cret@"+c.Hosts()+"/a", nats.Options{}).Put(t.Context(), release.LiveKey, []byte("x")); err != nil {
		t.Error(err)
	}
}

func TestNKey(t *testing.T) {
	user, err := nkeys.CreateUser()
	if err != nil {
		t.Fatal(err)
	}
	public, err := user.PublicKey()
	if err != nil {
		t.Fatal(err)
	}
	seed, err := user.Seed()
	if err != nil {
		t.Fatal(err)
	}
	c := natstest.Start(t, 1, func(o *server.Options) { o.Nkeys = []*server.NkeyUser{{Nkey: public}} })
	admits(t, c.URL("a"), nats.Options{NKey: file(t, seed)})
}

func TestTLS(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, about, about, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	certFile := file(t, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	keyFile := file(t, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}))
	pair, err := tls.LoadX509KeyPair(certFile, keyFile)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	if roots.AddCert(pair.Leaf); pair.Leaf == nil {
		t.Fatal("the certificate cannot be read")
	}
	c := natstest.Start(t, 1, func(o *server.Options) {
		o.TLS, o.TLSVerify, o.TLSTimeout = true, true, 5
		o.TLSConfig = &tls.Config{Certificates: []tls.Certificate{pair}, ClientCAs: roots, ClientAuth: tls.RequireAndVerifyClientCert}
	})
	admits(t, "tls://"+c.Hosts()+"/a", nats.Options{CA: certFile, Cert: certFile, Key: keyFile})
}

// TestRefused: that a server refuses the credentials is told at once, and they can be
// changed meanwhile.
func TestRefused(t *testing.T) {
	c := natstest.Start(t, 1, func(o *server.Options) { o.Authorization = "s3cret" })
	token := file(t, []byte("wrong"))
	s := open(t, c.URL("a"), nats.Options{Token: token})
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	_, err := s.Get(ctx, release.LiveKey, "")
	if !errors.Is(err, client.ErrAuthorization) || !strings.Contains(err.Error(), "refuses the credentials") || ctx.Err() != nil {
		t.Error(err)
	}
	if err := os.WriteFile(token, []byte("s3cret"), 0o600); err != nil {
		t.Fatal(err)
	}
	for s.Put(ctx, release.LiveKey, []byte("x")) != nil {
		if ctx.Err() != nil {
			t.Fatal("it does not come back")
		}
	}
}

func TestFilesOfOptions(t *testing.T) {
	none := file(t, []byte("none"))
	for _, o := range []nats.Options{{CA: none}, {Cert: none, Key: none}, {NKey: none}} {
		if s, err := nats.Open(t.Context(), "nats://h/a", o); err == nil {
			_ = s.Close()
			t.Errorf("%+v: nothing is in the file", o)
		}
	}
	if s, err := nats.Open(t.Context(), "nats://h/a", nats.Options{Creds: filepath.Join(t.TempDir(), "none")}); err == nil {
		s.Close()
		t.Error("there is no such file")
	}
}

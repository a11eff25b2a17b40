package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"io"
	"maps"
	"math/big"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"nlgserver/internal/yamlsrc"
)

// endpoint is the section nlg of Rasa's endpoints.yml. Rasa: section 5.5.
type endpoint struct {
	URL       string            `json:"url"`
	Params    map[string]string `json:"params"`
	Headers   map[string]string `json:"headers"`
	Token     string            `json:"token"`
	TokenName string            `json:"token_name"`
	CAFile    string            `json:"cafile"`
	BasicAuth *struct {
		Username string `json:"username"`
		Password string `json:"password"`
	} `json:"basic_auth"`
}

// request returns the request that Rasa would send; without its secrets if bare.
func (e endpoint) request(t *testing.T, bare bool) *http.Request {
	t.Helper()
	const body = `{"response": "utter_greet", "id": null, "arguments": {}, "tracker": {"sender_id": "ann", "slots": {"name": "Ann", "known_customer": true}, ` +
		`"latest_message": {}, "events": [], "latest_input_channel": "rest"}, "channel": {"name": "collector"}}`
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, e.URL, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "Python/3.10 aiohttp/3.9.5")
	if bare {
		return r
	}
	query := url.Values{}
	for name, value := range e.Params {
		query.Set(name, value)
	}
	if e.Token != "" {
		name := "token"
		if e.TokenName != "" {
			name = e.TokenName
		}
		query.Set(name, e.Token)
	}
	r.URL.RawQuery = query.Encode()
	for name, value := range e.Headers {
		r.Header.Set(name, value)
	}
	if e.BasicAuth != nil {
		r.SetBasicAuth(e.BasicAuth.Username, e.BasicAuth.Password)
	}
	return r
}

// client connects to the address, whatever the URL, and trusts the CA that the
// endpoint names.
func (e endpoint) client(t *testing.T, address string) *http.Client {
	t.Helper()
	transport := &http.Transport{
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, address)
		},
		TLSClientConfig: &tls.Config{RootCAs: x509.NewCertPool()},
	}
	if e.CAFile != "" {
		ca, err := os.ReadFile(e.CAFile)
		if err != nil || !transport.TLSClientConfig.RootCAs.AppendCertsFromPEM(ca) {
			t.Fatal(e.CAFile, err)
		}
	}
	return &http.Client{Transport: transport}
}

// TestExamplesOfRasa starts the server as each example does, and sends requests as
// Rasa would with the example's endpoints.yml: they are answered with its secrets,
// and rejected without.
func TestExamplesOfRasa(t *testing.T) {
	const root = "../../examples/rasa/"
	files, err := filepath.Glob(root + "*/endpoints.yml")
	if err != nil || len(files) < 7 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		name := filepath.Base(filepath.Dir(file))
		t.Run(name, func(t *testing.T) {
			secrets := t.TempDir()
			writeCertificates(t, secrets)
			for key, value := range variables(t, filepath.Join(filepath.Dir(file), "nlgserver.env")) {
				t.Setenv(key, strings.ReplaceAll(value, "/run/secrets", secrets))
			}
			e := readEndpoint(t, file)
			e.CAFile = strings.ReplaceAll(e.CAFile, "/run/secrets", secrets)
			address := serveInBackground(t, root+"content")

			for bare, want := range map[bool]int{false: http.StatusOK, true: http.StatusUnauthorized} {
				if name == "none" && bare {
					want = http.StatusOK
				}
				reply, err := e.client(t, address).Do(e.request(t, bare))
				if err != nil {
					t.Fatal(err)
				}
				text, _ := io.ReadAll(reply.Body)
				reply.Body.Close()
				if reply.StatusCode != want || want == http.StatusOK && string(text) != `{"text":"Hello Ann"}` {
					t.Errorf("bare %v: %s %s, want %d", bare, reply.Status, text, want)
				}
			}
		})
	}
}

// readEndpoint reads the file as Rasa does, with each variable in it set to the
// examples' secret.
func readEndpoint(t *testing.T, file string) endpoint {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	doc, diags := yamlsrc.Parse(file, data, yamlsrc.Options{OwnEnv: true, Env: func(string) (string, bool) { return "change-me", true }})
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	var endpoints struct {
		NLG endpoint `json:"nlg"`
	}
	d := json.NewDecoder(bytes.NewReader(doc.Root.ToValue().AppendJSON(nil)))
	d.DisallowUnknownFields() // Rasa would ignore a misspelled key
	if err := d.Decode(&endpoints); err != nil {
		t.Fatal(err)
	}
	return endpoints.NLG
}

// variables reads a file of environment variables; each must belong to a flag.
func variables(t *testing.T, file string) map[string]string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if name, value, ok := strings.Cut(line, "="); ok && !strings.HasPrefix(line, "#") {
			found[name] = value
		}
	}
	checkVariables(t, file, maps.All(found))
	return found
}

// serveInBackground serves until the test ends, and returns the address.
func serveInBackground(t *testing.T, paths ...string) string {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var errs syncBuffer
	ended := make(chan int, 1)
	go func() {
		args := append([]string{"serve", "--listen", "127.0.0.1:0", "--poll=-1s"}, paths...)
		ended <- execute(ctx, args, strings.NewReader(""), io.Discard, &errs)
	}()
	t.Cleanup(func() {
		cancel()
		if code := <-ended; code != exitFine {
			t.Errorf("exit code %d: %s", code, errs.String())
		}
	})
	pattern := regexp.MustCompile(`msg=serving address=(\S+)`)
	for range 1000 {
		if found := pattern.FindStringSubmatch(errs.String()); found != nil {
			return found[1]
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("the server did not start: %s", errs.String())
	return ""
}

// writeCertificates makes a CA, and a certificate signed by it for the examples'
// host.
func writeCertificates(t *testing.T, dir string) {
	t.Helper()
	key := func() *ecdsa.PrivateKey {
		k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	write := func(name, kind string, der []byte, err error) {
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	caKey, serverKey := key(), key()
	ca := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test CA"}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(30 * 24 * time.Hour),
	}
	server := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "nlgserver"}, DNSNames: []string{"nlgserver"},
		NotBefore: ca.NotBefore, NotAfter: ca.NotAfter,
	}
	der, err := x509.CreateCertificate(rand.Reader, ca, ca, caKey.Public(), caKey)
	write("ca.pem", "CERTIFICATE", der, err)
	der, err = x509.CreateCertificate(rand.Reader, server, ca, serverKey.Public(), caKey)
	write("nlgserver.pem", "CERTIFICATE", der, err)
	der, err = x509.MarshalPKCS8PrivateKey(serverKey)
	write("nlgserver.key", "PRIVATE KEY", der, err)
}

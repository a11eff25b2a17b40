package tracing

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"
)

// settings are where and how spans are sent, from the standard variables.
type settings struct {
	endpoint string
	headers  map[string]string
	timeout  time.Duration
	gzip     bool
	tls      *tls.Config
}

// The defaults of the OTLP exporter's specification.
const (
	defaultEndpoint = "http://localhost:4318"
	tracesPath      = "/v1/traces"
	defaultTimeout  = 10 * time.Second
)

// environment looks up variables; an empty one counts as unset.
type environment func(name string) string

// exporter returns OTEL_EXPORTER_OTLP_TRACES_name, or else the variable for all
// signals.
func (env environment) exporter(name string) string {
	if v := env("OTEL_EXPORTER_OTLP_TRACES_" + name); v != "" {
		return v
	}
	return env("OTEL_EXPORTER_OTLP_" + name)
}

// wanted reports whether the variables ask for traces.
func (env environment) wanted() (bool, error) {
	if strings.EqualFold(env("OTEL_SDK_DISABLED"), "true") {
		return false, nil
	}
	switch exporter := env("OTEL_TRACES_EXPORTER"); exporter {
	case "otlp":
		return true, nil
	case "none":
		return false, nil
	case "":
		return env.exporter("ENDPOINT") != "", nil
	default:
		return false, fmt.Errorf("OTEL_TRACES_EXPORTER: %q is not supported; use otlp or none", exporter)
	}
}

// settings reads the variables of the exporter.
func (env environment) settings() (settings, error) {
	s := settings{timeout: defaultTimeout}
	var errs [5]error
	s.endpoint, errs[0] = env.endpoint()
	if p := env.exporter("PROTOCOL"); p != "" && p != "http/protobuf" {
		errs[1] = fmt.Errorf("OTEL_EXPORTER_OTLP_PROTOCOL: %q is not supported; use http/protobuf", p)
	}
	s.headers, errs[2] = pairs(env.exporter("HEADERS"))
	if t := env.exporter("TIMEOUT"); t != "" {
		ms, err := strconv.Atoi(t)
		if err != nil || ms <= 0 {
			errs[3] = fmt.Errorf("OTEL_EXPORTER_OTLP_TIMEOUT: %q is not a number of milliseconds", t)
		}
		s.timeout = time.Duration(ms) * time.Millisecond
	}
	switch c := env.exporter("COMPRESSION"); c {
	case "", "none":
	case "gzip":
		s.gzip = true
	default:
		errs[3] = errors.Join(errs[3], fmt.Errorf("OTEL_EXPORTER_OTLP_COMPRESSION: %q is not supported; use gzip or none", c))
	}
	s.tls, errs[4] = env.tls()
	return s, errors.Join(errs[:]...)
}

func (env environment) endpoint() (string, error) {
	name, text := "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", env("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
	if text == "" {
		name, text = "OTEL_EXPORTER_OTLP_ENDPOINT", env("OTEL_EXPORTER_OTLP_ENDPOINT")
		if text == "" {
			text = defaultEndpoint
		}
		text = strings.TrimSuffix(text, "/") + tracesPath
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		// The URL may contain a password: do not repeat it.
		return "", fmt.Errorf("%s: must be a URL such as %s", name, defaultEndpoint)
	}
	return text, nil
}

// pairs reads "name=value,name=value", the values escaped as in a URL.
func pairs(text string) (map[string]string, error) {
	out := map[string]string{}
	for pair := range strings.SplitSeq(text, ",") {
		if strings.TrimSpace(pair) == "" {
			continue
		}
		name, value, ok := strings.Cut(pair, "=")
		value, err := url.PathUnescape(strings.TrimSpace(value))
		if name = strings.TrimSpace(name); !ok || name == "" || err != nil {
			// The values are secrets: do not repeat them.
			return nil, errors.New("OTEL_EXPORTER_OTLP_HEADERS: must have the form name=value,name=value")
		}
		out[name] = value
	}
	return out, nil
}

func (env environment) tls() (*tls.Config, error) {
	authority, certificate, key := env.exporter("CERTIFICATE"), env.exporter("CLIENT_CERTIFICATE"), env.exporter("CLIENT_KEY")
	cfg := &tls.Config{MinVersion: tls.VersionTLS12}
	if authority != "" {
		pem, err := os.ReadFile(authority)
		if err != nil {
			return nil, fmt.Errorf("OTEL_EXPORTER_OTLP_CERTIFICATE: %w", err)
		}
		cfg.RootCAs = x509.NewCertPool()
		if !cfg.RootCAs.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("OTEL_EXPORTER_OTLP_CERTIFICATE: no certificate in %s", authority)
		}
	}
	if certificate != "" || key != "" {
		pair, err := tls.LoadX509KeyPair(certificate, key)
		if err != nil {
			return nil, fmt.Errorf("OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: %w", err)
		}
		cfg.Certificates = []tls.Certificate{pair}
	}
	return cfg, nil
}

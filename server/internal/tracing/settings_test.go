package tracing

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func of(pairs ...string) environment {
	return func(name string) string {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

func TestWanted(t *testing.T) {
	tests := []struct {
		name string
		env  environment
		want bool
		err  string
	}{
		{"nothing", of(), false, ""},
		{"an endpoint", of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4318"), true, ""},
		{"an endpoint for traces", of("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://c:4318/x"), true, ""},
		{"an endpoint for metrics", of("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "http://c:4318/x"), false, ""},
		{"the exporter", of("OTEL_TRACES_EXPORTER", "otlp"), true, ""},
		{"none", of("OTEL_TRACES_EXPORTER", "none", "OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4318"), false, ""},
		{"disabled", of("OTEL_SDK_DISABLED", "true", "OTEL_TRACES_EXPORTER", "otlp"), false, ""},
		{"disabled, loudly", of("OTEL_SDK_DISABLED", "TRUE", "OTEL_TRACES_EXPORTER", "otlp"), false, ""},
		{"not disabled", of("OTEL_SDK_DISABLED", "1", "OTEL_TRACES_EXPORTER", "otlp"), true, ""},
		{"another exporter", of("OTEL_TRACES_EXPORTER", "zipkin"), false, `OTEL_TRACES_EXPORTER: "zipkin" is not supported; use otlp or none`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.env.wanted()
			if got != tt.want || text(err) != tt.err {
				t.Errorf("%v, %v", got, err)
			}
		})
	}
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestSettings(t *testing.T) {
	tests := []struct {
		name string
		env  environment
		want settings
		err  string
	}{
		{"defaults", of(), settings{endpoint: "http://localhost:4318/v1/traces", timeout: 10 * time.Second}, ""},
		{"for all signals", of("OTEL_EXPORTER_OTLP_ENDPOINT", "https://c/otlp/"), settings{endpoint: "https://c/otlp/v1/traces", timeout: 10 * time.Second}, ""},
		{
			"for traces", of("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://c:1/spans", "OTEL_EXPORTER_OTLP_ENDPOINT", "http://d"),
			settings{endpoint: "http://c:1/spans", timeout: 10 * time.Second},
			"",
		},
		{
			"all the rest", of("OTEL_EXPORTER_OTLP_HEADERS", "api-key=a%20b, x = y=z ,", "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "1500",
				"OTEL_EXPORTER_OTLP_TIMEOUT", "1", "OTEL_EXPORTER_OTLP_COMPRESSION", "gzip", "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
			settings{
				endpoint: "http://localhost:4318/v1/traces", timeout: 1500 * time.Millisecond, gzip: true,
				headers: map[string]string{"api-key": "a b", "x": "y=z"},
			},
			"",
		},
		{"no URL", of("OTEL_EXPORTER_OTLP_ENDPOINT", "user:secret@collector:4318"), settings{}, "OTEL_EXPORTER_OTLP_ENDPOINT: must be a URL"},
		{"another scheme", of("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "unix:///x"), settings{}, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: must be a URL"},
		{"gRPC", of("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"), settings{}, `OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" is not supported; use http/protobuf`},
		{"headers", of("OTEL_EXPORTER_OTLP_HEADERS", "secret"), settings{}, "OTEL_EXPORTER_OTLP_HEADERS: must have"},
		{"an escape", of("OTEL_EXPORTER_OTLP_HEADERS", "a=secret%"), settings{}, "OTEL_EXPORTER_OTLP_HEADERS: must have"},
		{"timeout", of("OTEL_EXPORTER_OTLP_TIMEOUT", "10s"), settings{}, `OTEL_EXPORTER_OTLP_TIMEOUT: "10s"`},
		{"compression", of("OTEL_EXPORTER_OTLP_COMPRESSION", "zstd"), settings{}, `OTEL_EXPORTER_OTLP_COMPRESSION: "zstd"`},
		{"certificate", of("OTEL_EXPORTER_OTLP_CERTIFICATE", "testdata/nowhere.pem"), settings{}, "OTEL_EXPORTER_OTLP_CERTIFICATE: open testdata/nowhere.pem"},
		{"not a certificate", of("OTEL_EXPORTER_OTLP_CERTIFICATE", "doc.go"), settings{}, "no certificate in doc.go"},
		{"half a pair", of("OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", "doc.go"), settings{}, "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.env.settings()
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) || strings.Contains(err.Error(), "secret") {
					t.Errorf("%v", err)
				}
				return
			}
			if tt.want.headers == nil {
				tt.want.headers = map[string]string{}
			}
			if got.tls.MinVersion < 0x0303 {
				t.Error("TLS older than 1.2")
			}
			got.tls = nil
			if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(settings{})); diff != "" || err != nil {
				t.Errorf("%v\n%s", err, diff)
			}
		})
	}
}

// FuzzPairs checks that headers are read, or rejected without repeating what
// may be a secret.
func FuzzPairs(f *testing.F) {
	for _, seed := range []string{"", "a=b", "a=b, c=d%20e,", "=x", "a", "a=%zz", "a=b=c"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := pairs(text)
		if err != nil {
			if got != nil || err.Error() != "OTEL_EXPORTER_OTLP_HEADERS: must have the form name=value,name=value" {
				t.Errorf("%q: %v, %v", text, got, err)
			}
			return
		}
		for name := range got {
			if name == "" || strings.TrimSpace(name) != name || strings.ContainsAny(name, ",=") {
				t.Errorf("%q: a header %q", text, name)
			}
		}
		if len(got) > strings.Count(text, "=") {
			t.Errorf("%q: %v", text, got)
		}
	})
}

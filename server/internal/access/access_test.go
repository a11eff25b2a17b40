package access

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func request(target string, headers ...string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, target, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	return r
}

func basic(pair string) string { return "Basic " + base64.StdEncoding.EncodeToString([]byte(pair)) }

func TestOpen(t *testing.T) {
	token := Secrets{Tokens: []string{"s3cret", "n3xt"}}
	pairs := Secrets{BasicAuth: []string{"rasa:pass:word", "bot:pässwort"}}
	headers := Secrets{Headers: []string{"X-Api-Key: k1", "x-api-key:  k2", "X-Env: prod"}}
	both := token.And(Secrets{Headers: []string{"X-Env: prod"}})
	tests := []struct {
		name    string
		secrets Secrets
		request *http.Request
		want    bool
	}{
		{"nothing asked", Secrets{}, request("/nlg"), true},
		{"token", token, request("/nlg?token=s3cret"), true},
		{"the other token", token, request("/nlg?a=b&token=n3xt"), true},
		{"escaped", token, request("/nlg?token=s%33cre%74"), true},
		{"bearer", token, request("/nlg", "Authorization", "Bearer s3cret"), true},
		{"bearer in another case", token, request("/nlg", "authorization", "bearer  s3cret"), true},
		{"no token", token, request("/nlg"), false},
		{"empty", token, request("/nlg?token="), false},
		{"a prefix", token, request("/nlg?token=s3cre"), false},
		{"one more", token, request("/nlg?token=s3cretx"), false},
		{"another case", token, request("/nlg?token=S3cret"), false},
		{"the name in another case", token, request("/nlg?Token=s3cret"), false},
		{"the first one counts", token, request("/nlg?token=x&token=s3cret"), false},
		{"a broken escape", token, request("/nlg?token=s3cret%4"), false},
		{"too long", token, request("/nlg?token=" + strings.Repeat("s3cret", 1000)), false},
		{"a long bearer", token, request("/nlg", "Authorization", "Bearer "+strings.Repeat("x", 5000)), false},
		{"the token as password", token, request("/nlg", "Authorization", basic("x:s3cret")), false},
		{"bearer of nothing", token, request("/nlg", "Authorization", "Bearer"), false},
		{"two headers", token, request("/nlg", "Authorization", "Bearer s3cret", "Authorization", "Bearer x"), false},
		{"in the header of another name", token, request("/nlg", "Token", "s3cret"), false},

		{"basic", pairs, request("/nlg", "Authorization", basic("rasa:pass:word")), true},
		{"basic in UTF-8", pairs, request("/nlg", "Authorization", basic("bot:pässwort")), true},
		{"basic in Latin-1, as aiohttp sends it", pairs, request("/nlg", "Authorization", basic("bot:p\xe4sswort")), true},
		{"another user", pairs, request("/nlg", "Authorization", basic("bot:pass:word")), false},
		{"another password", pairs, request("/nlg", "Authorization", basic("rasa:password")), false},
		{"not base64", pairs, request("/nlg", "Authorization", "Basic rasa:pass:word"), false},
		{"a pair as bearer", pairs, request("/nlg", "Authorization", "Bearer rasa:pass:word"), false},
		{"no pair", pairs, request("/nlg"), false},

		{"headers", headers, request("/nlg", "X-Api-Key", "k1", "X-Env", "prod"), true},
		{"the other value", headers, request("/nlg", "X-Api-Key", "k2", "X-Env", "prod"), true},
		{"one header lacks", headers, request("/nlg", "X-Api-Key", "k2"), false},
		{"a wrong value", headers, request("/nlg", "X-Api-Key", "k3", "X-Env", "prod"), false},
		{"the value of the other", headers, request("/nlg", "X-Api-Key", "prod", "X-Env", "k1"), false},
		{"a header twice", headers, request("/nlg", "X-Api-Key", "k1", "X-Api-Key", "k1", "X-Env", "prod"), false},

		{"token and header", both, request("/nlg?token=s3cret", "X-Env", "prod"), true},
		{"a required header is not enough", both, request("/nlg", "X-Env", "prod"), false},
		{"the token is not enough", both, request("/nlg?token=s3cret"), false},
		{"either credential opens", token.And(pairs), request("/nlg?token=wrong", "Authorization", basic("rasa:pass:word")), true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			keys, err := New("", tt.secrets)
			if err != nil {
				t.Fatal(err)
			}
			if got := keys.Open(tt.request); got != tt.want {
				t.Errorf("open is %v, want %v", got, tt.want)
			}
		})
	}
}

func TestTokenName(t *testing.T) {
	keys, err := New("nlg_key", Secrets{Tokens: []string{"a+b c"}})
	if err != nil {
		t.Fatal(err)
	}
	for target, want := range map[string]bool{"/?nlg_key=a%2Bb+c": true, "/?nlg_key=a%2bb%20c": true, "/?token=a%2Bb+c": false, "/?nlg_key=a+b+c": false} {
		if keys.Open(request(target)) != want {
			t.Errorf("%s: open is %v", target, !want)
		}
	}
}

// TestParameterIsTheStandardLibrarys checks that a token of any bytes is found
// as net/url would find it.
func TestParameterIsTheStandardLibrarys(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		token := rapid.StringN(0, 40, 200).Draw(t, "token")
		query := url.Values{"a": {"1"}, "token": {token}, "z": {"token=x"}}.Encode()
		got, ok := parameter(query, "token")
		if !ok || got != digestOf(token) {
			t.Fatalf("%q in %q: %v", token, query, ok)
		}
	})
}

func FuzzParameter(f *testing.F) {
	for _, query := range []string{"token=abc", "a=b&token=%41+", "token", "token=%4", "&&=&token=%zz", "token=a&token=b"} {
		f.Add(query)
	}
	f.Fuzz(func(t *testing.T, query string) {
		got, ok := parameter(query, "token")
		values, err := url.ParseQuery(query)
		if !ok || err != nil || strings.Contains(query, ";") {
			return
		}
		// Ours does not decode names, which only rejects more.
		if want, there := values["token"]; there && len(want) == 1 && got != digestOf(want[0]) {
			t.Errorf("%q: another value than net/url's %q", query, want[0])
		}
	})
}

func TestRejectedSecrets(t *testing.T) {
	const word = "hunter2"
	tests := []struct {
		name    string
		secrets Secrets
	}{
		{"an empty token", Secrets{Tokens: []string{""}}},
		{"a blank token", Secrets{Tokens: []string{word, " "}}},
		{"a long token", Secrets{Tokens: []string{strings.Repeat(word, 200)}}},
		{"a token of two lines", Secrets{Tokens: []string{word + "\n" + word}}},
		{"no colon", Secrets{BasicAuth: []string{word}}},
		{"no user", Secrets{BasicAuth: []string{":" + word}}},
		{"no password", Secrets{BasicAuth: []string{word + ":"}}},
		{"no value", Secrets{Headers: []string{"X-" + word}}},
		{"an empty value", Secrets{Headers: []string{"X-Key:"}}},
		{"a name with a blank", Secrets{Headers: []string{"X " + word + ": x"}}},
		{"a name that is the connection's", Secrets{Headers: []string{"host: " + word}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := New("", tt.secrets)
			if err == nil {
				t.Fatal("accepted")
			}
			if strings.Contains(err.Error(), word) {
				t.Errorf("the error shows the secret: %v", err)
			}
		})
	}
	if _, err := New("a&b", Secrets{Tokens: []string{"x"}}); err == nil {
		t.Error("a token's name with & is accepted")
	}
}

// TestPrinting checks that printing keys reveals no secret.
func TestPrinting(t *testing.T) {
	keys, err := New("", Secrets{Tokens: []string{"hunter2"}, BasicAuth: []string{"u:hunter2"}, Headers: []string{"X-A: hunter2"}})
	if err != nil {
		t.Fatal(err)
	}
	if text := fmt.Sprintf("%v %+v %#v", keys, *keys, *keys); strings.Contains(text, "hunter2") {
		t.Error(text)
	}
}

func TestLines(t *testing.T) {
	got := Lines([]byte("# tokens of the bot\n\n  one \r\ntwo # not a comment\n\t\n#three\nfour"))
	if diff := cmp.Diff([]string{"one", "two # not a comment", "four"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestChallenges(t *testing.T) {
	bearer, pair := `Bearer realm="nlgserver"`, `Basic realm="nlgserver", charset="UTF-8"`
	for _, tt := range []struct {
		secrets Secrets
		want    []string
	}{
		{Secrets{}, nil},
		{Secrets{Tokens: []string{"a"}}, []string{bearer}},
		{Secrets{BasicAuth: []string{"a:b"}}, []string{pair}},
		{Secrets{Tokens: []string{"a"}, BasicAuth: []string{"a:b"}}, []string{bearer, pair}},
		{Secrets{Headers: []string{"X-A: b"}}, []string{bearer}},
	} {
		var g Gate
		keys, err := New("", tt.secrets)
		if err != nil {
			t.Fatal(err)
		}
		g.Set(keys)
		if diff := cmp.Diff(tt.want, g.Challenges()); diff != "" || g.Guarded() != (tt.want != nil) {
			t.Errorf("%+v: guarded %v, %s", tt.secrets, g.Guarded(), diff)
		}
	}
}

// TestNoAllocation checks that the check of credentials does not allocate:
// every request pays for it.
func TestNoAllocation(t *testing.T) {
	keys, err := New("", Secrets{Tokens: []string{"one", "two"}, BasicAuth: []string{"a:b"}, Headers: []string{"X-A: b"}})
	if err != nil {
		t.Fatal(err)
	}
	r := request("/nlg?token=t%77o", "X-A", "b", "Authorization", basic("a:c"))
	if n := testing.AllocsPerRun(100, func() {
		if !keys.Open(r) {
			t.Fatal("closed")
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkOpen(b *testing.B) {
	keys, err := New("", Secrets{Tokens: []string{"0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210"}})
	if err != nil {
		b.Fatal(err)
	}
	var open, guarded Gate
	guarded.Set(keys)
	for name, g := range map[string]*Gate{"no secret": &open, "two tokens": &guarded} {
		b.Run(name, func(b *testing.B) {
			r := request("/nlg?token=0123456789abcdef0123456789abcdef")
			b.ReportAllocs()
			for b.Loop() {
				if !g.Opens(r) {
					b.Fatal("closed")
				}
			}
		})
	}
}

package lint_test

import (
	"slices"
	"strings"
	"testing"

	"nlgserver/channels"
	"nlgserver/internal/diag"
	"nlgserver/lint"
)

func TestReadSettings(t *testing.T) {
	s, found := lint.ReadSettings(".nlgserver.yml", []byte(`severities: {NLG060: off, NLG050: warning, NLG067: error}
channels: {fax: sms, kiosk: web}
for_channels: [fax, slack]
languages: [de]
arguments: [amount]
`))
	if len(found) > 0 {
		t.Fatal(found)
	}
	if len(s.Channels) != 2 || s.Channels[0].Name != "fax" || s.Channels[0].Family != channels.SMS || !s.Channels[0].Own {
		t.Errorf("%+v", s.Channels)
	}
	if !slices.Equal(s.For, []string{"fax", "slack"}) || !slices.Equal(s.Languages, []string{"de"}) || !slices.Equal(s.Arguments, []string{"amount"}) {
		t.Errorf("%+v", s)
	}
	if on := s.Enabled(); !slices.Equal(on, []diag.Code{diag.UnknownVariable, diag.PrintsNone}) {
		t.Errorf("enabled %v", on)
	}
	got := s.Apply(diag.List{
		{Code: diag.NoDefault},
		{Code: diag.FormatRaises, Severity: diag.Defect},
		{Code: diag.PrintsNone},
		{Code: diag.SplitText},
		{Code: diag.NoDefault, Severity: diag.Error},
	})
	want := diag.List{
		{Code: diag.FormatRaises},
		{Code: diag.PrintsNone, Severity: diag.Defect},
		{Code: diag.SplitText},
		{Code: diag.NoDefault, Severity: diag.Error},
	}
	if !slices.EqualFunc(got, want, func(a, b diag.Diagnostic) bool { return a.Code == b.Code && a.Severity == b.Severity }) {
		t.Errorf("%v", got)
	}
	if s, found := lint.ReadSettings("x", []byte("channels: [fax]\n")); len(found) > 0 || len(s.Channels) != 1 {
		t.Error(s, found)
	}
	if s, found := lint.ReadSettings("x", nil); len(found) > 0 || len(s.Severities) > 0 {
		t.Error(s, found)
	}
}

func TestReadSettingsFaults(t *testing.T) {
	tests := []struct{ text, want, says string }{
		{"- a\n", "1:1 089", "must be a map"},
		{"severity: {}\n", "1:1 089", `unknown key "severity" in the settings file`},
		{"langages: [de]\n", "1:1 089", "did you mean `languages`?"},
		{"severities: [a]\n", "1:13 089", "severities must be a map, not a list"},
		{"severities: {NLG999: off, NLG060: low}\n", "1:14 089, 1:35 089", `unknown code "NLG999"`},
		{"channels: {fax: paper}\n", "1:17 089", "chat, sms, voice or web"},
		{"channels: fax\n", "1:11 089", "must be a map"},
		{"languages: de\n", "1:12 089", "must be a list"},
		{"languages: [1]\n", "1:13 089", "an item of languages must be a string, not a number"},
		{"a: [\n", "1:4 002", ""},
	}
	for _, tt := range tests {
		_, found := lint.ReadSettings("s.yml", []byte(tt.text))
		if got := brief(found); got != tt.want || !strings.Contains(found[0].Message+found[0].Hint, tt.says) || !found.Refused() {
			t.Errorf("%q: %v, want %s %q", tt.text, found, tt.want, tt.says)
		}
	}
}

func FuzzReadSettings(f *testing.F) {
	f.Add("severities: {NLG060: off}\nchannels: {a: chat}\nfor_channels: [b]\n")
	f.Add("channels: [a, 1, {b: c}]\nseverities: {a: [b]}\n")
	f.Fuzz(func(t *testing.T, text string) {
		s, found := lint.ReadSettings("s.yml", []byte(text))
		for code, severity := range s.Severities {
			if _, ok := diag.Describe(code); !ok || severity != lint.Off && severity != lint.Warning && severity != lint.Error {
				t.Fatalf("%q: %s is %s", text, code, severity)
			}
		}
		for _, d := range found {
			if d.Message == "" {
				t.Fatalf("%q: %+v", text, d)
			}
		}
	})
}

package desk

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	formats "nlgserver/exchange"
)

func TestReadTranslationQuery(t *testing.T) {
	for query, want := range map[string]string{
		"language=de&limit=5&offset=0&after=3&state=open&q=a&keep=x": "",
		"language=" + strings.Repeat("a", maxCode):                   "",
		"language=" + strings.Repeat("a", maxCode+1):                 "language:",
		"":                              "language:",
		"language=de&limit=-1":          "limit:",
		"language=de&offset=-1":         "offset:",
		"language=de&after=-1":          "after:",
		"language=de&after=1.5":         "after:",
		"language=de&limit=99999999999": "limit:",
		"language=de&state=old":         "state:",
		"language=de&q=" + strings.Repeat("a", maxWords+1): "q:",
	} {
		values, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		_, err = readTranslationQuery(values)
		if got := err; (want == "") != (got == nil) || got != nil && !strings.HasPrefix(got.Error(), want) {
			t.Errorf("%.80s: %v", query, got)
		}
	}
}

func TestReadImport(t *testing.T) {
	for query, want := range map[string]formats.Policy{
		"stale=1": {Stale: true}, "theirs=1": {Theirs: true}, "fuzzy=1": {Fuzzy: true}, "stale=0&theirs=": {},
	} {
		asked, apply, err := readImport(httptest.NewRequest("POST", "/?language=de&name=a.csv&"+query, nil))
		if err != nil || apply || asked.Policy != want {
			t.Errorf("%s: %+v %v %v", query, asked, apply, err)
		}
	}
	for _, query := range []string{"name=a&fuzzy=2", "name=" + strings.Repeat("a", maxName+1), "name=a&apply=true", ""} {
		if _, _, err := readImport(httptest.NewRequest("POST", "/?language=de&"+query, nil)); err == nil {
			t.Errorf("%.40s", query)
		}
	}
	if _, apply, err := readImport(httptest.NewRequest("POST", "/?language=de&apply=1&name="+strings.Repeat("a", maxName), nil)); err != nil || !apply {
		t.Error(apply, err)
	}
}

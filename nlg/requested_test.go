package nlg_test

import (
	"strings"
	"testing"

	"nlgserver/nlg"
)

// TestRequested finds the language where SetIn puts it, and in every other place.
func TestRequested(t *testing.T) {
	for _, places := range []string{"", "slot:lang", "argument:lang", "metadata:lang", "argument:a slot:b metadata:c"} {
		var o nlg.LanguageOptions
		for place := range strings.FieldsSeq(places) {
			source, err := nlg.ParseLanguageSource(place)
			if err != nil {
				t.Fatal(err)
			}
			o.From = append(o.From, source)
		}
		r := &nlg.Request{}
		if got := o.Requested(r); got != "" {
			t.Errorf("%q: an empty request asks for %q", places, got)
		}
		o.SetIn(r, "de-AT")
		if got := o.Requested(r); got != "de-AT" {
			t.Errorf("%q: got %q", places, got)
		}
	}
	o := nlg.LanguageOptions{From: []nlg.LanguageSource{{In: nlg.InArgument, Name: "a"}, {In: nlg.InMetadata, Name: "c"}}, Default: "en"}
	if got := o.Requested(&nlg.Request{Arguments: nlg.Values("a", 5), Metadata: nlg.Values("c", "fr")}); got != "fr" {
		t.Errorf("got %q, want the first place that has a code", got)
	}
}

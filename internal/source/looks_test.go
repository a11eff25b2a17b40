package source

import "testing"

func TestLooksLikeContent(t *testing.T) {
	for data, want := range map[string]bool{
		"responses:\n  utter_a:\n  - text: a\n": true,
		"\ufeffresponses:\r\n":                  true,
		"version: \"3.1\"\n\"slots\" :\n":       true,
		"Responses: {}\n":                       true,
		"utter_a:\n- text: a\n":                 true,
		"\xff\xfer\x00e\x00s\x00p\x00o\x00n\x00s\x00e\x00s\x00:\x00\n\x00": true,
		"":                                     false,
		"services:\n  rasa: {image: x}\n":      false,
		"on: [push]\njobs: {}\n":               false,
		"# responses\nnotes about responses\n": false,
		"a.responses:\n":                       false,
	} {
		if got := LooksLikeContent([]byte(data)); got != want {
			t.Errorf("%q: %t", data, got)
		}
	}
}

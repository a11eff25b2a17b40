package width

import "testing"

func TestPrintable(t *testing.T) {
	for text, want := range map[string]string{
		"":                     "",
		"Grüße 🙂":              "Grüße 🙂",
		"one\ntwo\tthree":      "one\ntwo\tthree",
		"one\r\ntwo":           "one\ntwo",
		"over\rwritten":        "over\ufffdwritten",
		"\x1b[31mred\x1b[2J":   "\ufffd[31mred\ufffd[2J",
		"bell\a, back\b, \x7f": "bell\ufffd, back\ufffd, \ufffd",
		"\u009b2J":             "\ufffd2J", // CSI in one character
	} {
		if got := Printable(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

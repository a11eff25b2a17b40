package main

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"
)

// TestRequestEncodings reads a request in the encodings in which editors and shells
// save it, by each flag that takes one.
func TestRequestEncodings(t *testing.T) {
	dir := t.TempDir()
	domain := filepath.Join(dir, "domain.yml")
	if err := os.WriteFile(domain, []byte("responses:\n  utter_greet: [{text: \"Grüß {name}\"}]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	const body = `{"response": "utter_greet", "tracker": {"slots": {"name": "Zoë 👋"}}, "channel": {"name": "collector"}}`
	utf16Of := func(order binary.AppendByteOrder, text string) string {
		var out []byte
		for _, unit := range utf16.Encode([]rune(text)) {
			out = order.AppendUint16(out, unit)
		}
		return string(out)
	}
	for name, data := range map[string]string{
		"UTF-8":                            body,
		"UTF-8 with a byte order mark":     "\ufeff" + body,
		"UTF-16, little end":               utf16Of(binary.LittleEndian, "\ufeff"+body),
		"UTF-16, big end":                  utf16Of(binary.BigEndian, "\ufeff"+body+"\r\n"),
		"UTF-16, little end, without mark": utf16Of(binary.LittleEndian, body),
		"UTF-16, big end, without mark":    utf16Of(binary.BigEndian, body),
	} {
		file := filepath.Join(dir, "request.json")
		if err := os.WriteFile(file, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, args := range [][]string{
			{"preview", "--request", file, domain}, {"test", domain, "--from-request", file}, {"preview", "--request", "-", domain},
		} {
			var out, errs bytes.Buffer
			code := execute(t.Context(), args, strings.NewReader(data), &out, &errs)
			if code != exitFine || !strings.Contains(out.String(), "Grüß Zoë 👋") || errs.Len() > 0 {
				t.Errorf("%s, %v: exit code %d\n%s%s", name, args, code, out.String(), errs.String())
			}
		}
	}
	var out, errs bytes.Buffer
	half := strings.NewReader("\xff\xfe{")
	if code := execute(t.Context(), []string{"preview", "--request", "-", domain}, half, &out, &errs); code != exitUnreadable || !strings.Contains(errs.String(), "half a character") {
		t.Errorf("exit code %d: %s", code, errs.String())
	}
}

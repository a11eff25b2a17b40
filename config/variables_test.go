package config_test

import (
	"strings"
	"testing"
)

// TestReadSaysWhereVariablesBelong checks that a secret never is the name of a variable, and
// that the hint does not lead to one that is.
func TestReadSaysWhereVariablesBelong(t *testing.T) {
	const ownLine = "write the variable on a line of its own, without quotes"
	for text, want := range map[string][2]string{
		"token: \"${BANK_TOKEN}\"\n":                                     {"token has the name of a variable", ownLine},
		"token: 'x:${BANK_TOKEN}'\n":                                     {"token has the name of a variable", ownLine},
		"token: |-\n  ${BANK_TOKEN}\n":                                   {"token has the name of a variable", ownLine},
		"token: '$ecret'\n":                                              {"", ""},
		"token: ${BANK_TOKEN}\n":                                         {"", ""},
		"assistants: {a: {content: a, access: {token: '${X}'}}}\n":       {"token has the name of a variable", ownLine},
		"assistants: {a: {content: a, access: {token: ${X}}}}\n":         {"a variable is not replaced between { and }, or [ and ]", ownLine},
		"assistants:\n  a:\n    content: a\n    access: {token: ${X}}\n": {"a variable is not replaced between { and }, or [ and ]", ownLine},
		"token: [${X}, a]\n":                                             {"a variable is not replaced between { and }, or [ and ]", ownLine},
		"token: [\n  ${X},\n]\n":                                         {"a variable is not replaced between { and }, or [ and ]", ownLine},
		"assistants:\n  a:\n    content: [${X}]\n":                       {"a variable is not replaced between { and }, or [ and ]", ownLine},
		"token: a\ntoken: b\n":                                           {"the same key twice in a map", "remove or rename one of them"},
		"token: a\n---\ntoken: b\n":                                      {"a second YAML document starts here", ""},
	} {
		_, found := keys.Read("nlgserver.yml", []byte(text), env)
		if want[0] == "" {
			if len(found) > 0 {
				t.Errorf("%q: %s", text, found[0].Text())
			}
			continue
		}
		if len(found) != 1 {
			t.Errorf("%q has %d errors, want 1: %v", text, len(found), found)
			continue
		}
		if d := found[0]; !strings.HasPrefix(d.Message, want[0]) || !strings.HasPrefix(d.Hint, want[1]) {
			t.Errorf("%q: %s", text, d.Text())
		}
	}
}

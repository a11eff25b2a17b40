package config_test

import (
	"strings"
	"testing"
)

// TestReadShowsNoSecret checks that no error shows a secret, wherever the mistake is.
func TestReadShowsNoSecret(t *testing.T) {
	for _, text := range []string{
		"token: hunter2\nlisten: [\n",
		"token: \"hunter2\n",
		"token:hunter2\n",
		"token: 'it's hunter2'\n",
		"token: hunter2: 3\n",
		"token:\n  - hunter2\n - hunter2\n",
		"token:\n- hunter2\n\t- hunter2\n",
		"token:\n  hunter2: x\n",
		"token: [hunter2, [hunter2]]\n",
		"token: {hunter2: x}\n",
		"token: @hunter2\n",
		"token: *hunter2\n",
		"token: ${hunter2}\n",
		"token: ${A:hunter2}\n",
		"token: 0x1234hunter2: x\n",
		"Token: hunter2\n",
		"tokens: hunter2\n",
		"admin-token: hunter2\n",
		"password: hunter2\n",
		"access: {token: hunter2}\n",
		"access: {token: hunter2, lisen: x}\n",
		"assistants: {bank: {content: a, access: {token: hunter2, lisen: x}}}\n",
		"assistants: {bank: {content: a, token: hunter2}}\n",
		"assistants: {bank: {content: a, access: hunter2}}\n",
		"assistants: {bank: {content: 1, access: {token: [hunter2, 5]}}}\n",
		"token: &t hunter2\nlisten: [*t]\n",
		"token: |\n  hunter2\n\tx\n",
		"token: >-\n  a\n   hunter2\n- x\n",
	} {
		_, found := keys.Read("nlgserver.yml", []byte(text), env)
		if len(found) == 0 {
			t.Errorf("%q has no error", text)
		}
		for _, d := range found {
			if strings.Contains(d.Text(), "hunter2") {
				t.Errorf("%q: %s", text, d.Text())
			}
		}
	}
}

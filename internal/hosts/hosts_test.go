package hosts

import "testing"

// TestIsAddress checks that only what a URL means by an IP address is one: a browser
// makes no request to anything else without asking a name server.
func TestIsAddress(t *testing.T) {
	for name, want := range map[string]bool{
		"127.0.0.1": true, "10.1.2.3": true, "[::1]": true, "[fe80::1]": true,
		"localhost": false, "": false, "127.1": false, "2130706433": false, "0177.0.0.1": false, "0x7f.0.0.1": false,
		"127.0.0.1.evil.example": false, "[::1": false, "::1": false, "[fe80::1%25eth0]": false, "[127.0.0.1]": false, "1e100.net": false,
	} {
		if got := IsAddress(name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}

// TestNameOf checks that what is no host and port has no name.
func TestNameOf(t *testing.T) {
	for host, want := range map[string]string{
		"localhost": "localhost", "localhost:5057": "localhost", "[::1]:5057": "[::1]", "[::1]": "[::1]", "a.example:1": "a.example",
		"": "", ":5057": "", "localhost:": "", "localhost:0": "", "localhost:99999": "", "localhost:x": "", "a@b": "", "a/b": "", "a b": "", "::1": "",
	} {
		if got, ok := NameOf(host); got != want && ok || ok != (want != "") {
			t.Errorf("%q: %q, %v", host, got, ok)
		}
	}
}

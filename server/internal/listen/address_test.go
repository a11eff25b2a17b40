package listen

import (
	"strings"
	"testing"
)

func TestParseAddress(t *testing.T) {
	for text, want := range map[string]Address{
		":5056":                    {Port: 5056},
		"127.0.0.1:0":              {Host: "127.0.0.1"},
		"0.0.0.0:80":               {Host: "0.0.0.0", Port: 80},
		"[::1]:5056":               {Host: "::1", Port: 5056},
		"[::]:65535":               {Host: "::", Port: 65535},
		"[fe80::1%eth0]:80":        {Host: "fe80::1%eth0", Port: 80},
		"localhost:5056":           {Host: "localhost", Port: 5056},
		"my_nlg-1.example:5056":    {Host: "my_nlg-1.example", Port: 5056},
		"unix:/run/nlg.sock":       {Socket: "/run/nlg.sock"},
		"unix:///run/nlg.sock":     {Socket: "/run/nlg.sock"},
		"unix:nlg.sock":            {Socket: "nlg.sock"},
		"unix:/run/with space:1.s": {Socket: "/run/with space:1.s"},
	} {
		got, err := ParseAddress(text)
		if err != nil || got != want {
			t.Errorf("%q: %+v, %v; want %+v", text, got, err, want)
		}
		if again, err := ParseAddress(got.String()); err != nil || again != got {
			t.Errorf("%q is written %q and read again as %+v, %v", text, got.String(), again, err)
		}
	}
}

// TestParseAddressErrors checks that an error says what to write.
func TestParseAddressErrors(t *testing.T) {
	for text, want := range map[string]string{
		"":                                  "write HOST:PORT, such as :5056 or 127.0.0.1:5056, or unix:/path",
		"5056":                              "write :5056 for all addresses of the machine, or 127.0.0.1:5056 for this machine only",
		"127.0.0.1":                         "the port is missing: write HOST:PORT, such as 127.0.0.1:5056",
		"localhost":                         "the port is missing: write HOST:PORT, such as localhost:5056",
		"::1":                               "the port is missing: write HOST:PORT, such as [::1]:5056",
		"[::1]":                             "the port is missing: write HOST:PORT, such as [::1]:5056",
		"::1:6254":                          "write an IPv6 address in brackets: [::1]:6254",
		"1:2:3":                             "write HOST:PORT, such as :5056",
		"http://127.0.0.1:6254":             `write HOST:PORT without "http://", such as 127.0.0.1:6254`,
		"https://nlg.example/nlg":           `write HOST:PORT without "https://", such as 127.0.0.1:5056`,
		"127.0.0.1:6254/nlg":                `"6254/nlg" is not a port: write a number from 0 to 65535`,
		"127.0.0.1:99999":                   `"99999" is not a port`,
		":99999":                            `"99999" is not a port`,
		"127.0.0.1:-1":                      `"-1" is not a port`,
		"127.0.0.1:+1":                      `"+1" is not a port`,
		"127.0.0.1:http":                    `"http" is not a port`,
		"127.0.0.1:":                        `"" is not a port`,
		":":                                 `"" is not a port`,
		"256.0.0.1:1":                       `"256.0.0.1" is not an IP address`,
		"1.2.3:80":                          `"1.2.3" is not an IP address`,
		"[nlg:80":                           "write HOST:PORT",
		"a b:80":                            `"a b" is not a host`,
		"unix:":                             "write the path of a socket, such as unix:/run/nlgserver/nlg.sock",
		"unix:@nlg":                         "write the path of a socket",
		"unix:/" + strings.Repeat("x", 200): "must not be longer than 103 bytes",
	} {
		got, err := ParseAddress(text)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %+v, %v; want %s", text, got, err, want)
		}
	}
}

func FuzzParseAddress(f *testing.F) {
	for _, text := range []string{"5056", ":5056", "[::1]:80", "::1:80", "unix:/x", "http://x:1", "a:b:c"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := ParseAddress(text)
		if err != nil {
			return
		}
		if again, err := ParseAddress(a.String()); err != nil || again != a {
			t.Errorf("%q: %+v is written %q and read again as %+v, %v", text, a, a.String(), again, err)
		}
	})
}

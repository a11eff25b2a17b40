package release_test

import (
	"strings"
	"testing"

	"nlgserver/release"
)

func TestKeys(t *testing.T) {
	private, public, err := release.NewKey("ann@bank.example")
	if err != nil {
		t.Fatal(err)
	}
	other, otherPublic, err := release.NewKey("bob")
	if err != nil {
		t.Fatal(err)
	}
	sign, err := release.ReadSigners([]byte("# both\r\n" + private + "\n" + other))
	if err != nil || len(sign.Keys()) != 2 || !strings.HasPrefix(sign.Keys()[0], "ann@bank.example+") {
		t.Errorf("%v, %v", sign.Keys(), err)
	}
	trust, err := release.ReadTrust([]byte(public), []byte(otherPublic+public))
	if err != nil || strings.Join(trust.Keys(), " ") != strings.Join(sign.Keys(), " ") {
		t.Errorf("%v, %v", trust.Keys(), err)
	}
	if trust, err := release.ReadTrust(); err != nil || len(trust.Keys()) > 0 {
		t.Errorf("no keys: %v, %v", trust.Keys(), err)
	}
	secret := strings.SplitN(private, "+", 5)[4] // which may have a + itself
	for name, tt := range map[string]struct {
		err  error
		want string
	}{
		"an empty file to trust":     {second(release.ReadTrust([]byte(public), []byte("# none\n"))), "no key to trust"},
		"a private key to trust":     {second(release.ReadTrust([]byte("\n" + private))), "line 2 is a private key, which only those who publish may have"},
		"text to trust":              {second(release.ReadTrust([]byte("ann"))), "line 1 is not a public key"},
		"a key cut off to trust":     {second(release.ReadTrust([]byte(public[:len(public)-5]))), "line 1 is not a public key"},
		"an empty file to sign with": {second(release.ReadSigners(nil)), "no key for signing"},
		"a public key to sign with":  {second(release.ReadSigners([]byte(public))), "line 1 is not a private key"},
		"a key cut off to sign with": {second(release.ReadSigners([]byte(private[:len(private)-5]))), "line 1 is not a whole private key"},
	} {
		if tt.err == nil || !strings.Contains(tt.err.Error(), tt.want) {
			t.Errorf("%s: %v", name, tt.err)
		} else if strings.Contains(tt.err.Error(), secret[:20]) {
			t.Errorf("%s: the error tells the key: %v", name, tt.err)
		}
	}
	for _, name := range []string{"", "a b", "a+b", "a\x01", "a\u009b", "\xff", strings.Repeat("a", 101)} {
		if _, _, err := release.NewKey(name); err == nil {
			t.Errorf("%q is a name", name)
		}
	}
}

func FuzzReadKeys(f *testing.F) {
	private, public, err := release.NewKey("ann")
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(private))
	f.Add([]byte("# two\r\n" + public))
	f.Fuzz(func(t *testing.T, text []byte) {
		if sign, err := release.ReadSigners(text); err == nil {
			if _, err := release.Encode(&release.Live{}, sign); err != nil {
				t.Fatal(err)
			}
		}
		if trust, err := release.ReadTrust(text); err == nil && len(trust.Keys()) == 0 {
			t.Fatal("everything is trusted")
		}
	})
}

package release

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/note"
)

// Signers are private keys. The zero Signers sign nothing.
type Signers struct {
	keys []note.Signer
}

// Keys returns the names of the keys, each with its hash: ann+c74f20a3.
func (s Signers) Keys() []string {
	var names []string
	for _, k := range s.keys {
		names = append(names, keyName(k.Name(), k.KeyHash()))
	}
	return names
}

// Trust is which keys are trusted: a record must be signed by one of them. There are several
// while one key takes the place of another. The zero Trust trusts everything.
type Trust struct {
	keys []note.Verifier
}

// Keys returns the names of the keys, each with its hash: ann+c74f20a3.
func (t Trust) Keys() []string {
	var names []string
	for _, k := range t.keys {
		names = append(names, keyName(k.Name(), k.KeyHash()))
	}
	return names
}

// keyName names a key for people. The hash is that of the public key, so it may be shown.
func keyName(name string, hash uint32) string { return fmt.Sprintf("%s+%08x", name, hash) }

// maxKeyName is the length of the longest name of a key, in bytes.
const maxKeyName = 100

// checkKeyName returns an error for a name that a signature cannot hold.
func checkKeyName(name string) error {
	odd := func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) || r == '+' }
	if name == "" || len(name) > maxKeyName || !utf8.ValidString(name) || strings.ContainsFunc(name, odd) {
		return fmt.Errorf("%.100q cannot be the name of a key: use up to %d printable characters, without spaces and +", name, maxKeyName)
	}
	return nil
}

// NewKey makes a key for signing: the text of the private one, for [ReadSigners], and of the
// public one, for [ReadTrust]. The name tells people whose it is.
func NewKey(name string) (private, public string, err error) {
	if err := checkKeyName(name); err != nil {
		return "", "", err
	}
	private, public, err = note.GenerateKey(rand.Reader, name)
	if err != nil {
		return "", "", fmt.Errorf("cannot make a key: %w", err)
	}
	return private + "\n", public + "\n", nil
}

const privatePrefix = "PRIVATE+KEY+"

// ReadSigners reads the text of private keys, one on a line. Empty lines and those that
// begin with # are left out. No error repeats a key.
func ReadSigners(text []byte) (Signers, error) {
	var s Signers
	for at, line := range keyLines(text) {
		if !strings.HasPrefix(line, privatePrefix) {
			return Signers{}, fmt.Errorf("line %d is not a private key, which begins with %s", at, privatePrefix)
		}
		key, err := note.NewSigner(line)
		if err != nil {
			return Signers{}, fmt.Errorf("line %d is not a whole private key", at)
		}
		if err := checkKeyName(key.Name()); err != nil {
			return Signers{}, fmt.Errorf("line %d: %w", at, err)
		}
		s.keys = append(s.keys, key)
	}
	if len(s.keys) == 0 {
		return Signers{}, errors.New("there is no key for signing in it")
	}
	return s, nil
}

// ReadTrust reads the texts of public keys, one on a line. Empty lines and those that begin
// with # are left out. A text without a key is an error, because no keys would mean to trust
// everything.
func ReadTrust(texts ...[]byte) (Trust, error) {
	var t Trust
	known := map[string]string{} // lines, by name and hash
	for _, text := range texts {
		found := false
		for at, line := range keyLines(text) {
			if strings.HasPrefix(line, privatePrefix) {
				return Trust{}, fmt.Errorf("line %d is a private key, which only those who publish may have: give the public one", at)
			}
			key, err := note.NewVerifier(line)
			if err != nil {
				return Trust{}, fmt.Errorf("line %d is not a public key: name, hash and key, with + between them", at)
			}
			if err := checkKeyName(key.Name()); err != nil {
				return Trust{}, fmt.Errorf("line %d: %w", at, err)
			}
			found = true
			name := keyName(key.Name(), key.KeyHash())
			switch before, has := known[name]; {
			case !has:
				known[name] = line
				t.keys = append(t.keys, key)
			case before != line:
				return Trust{}, fmt.Errorf("line %d: there is another key %s", at, name)
			}
		}
		if !found {
			return Trust{}, errors.New("there is no key to trust in it")
		}
	}
	return t, nil
}

// keyLines yields the lines with keys, and their numbers.
func keyLines(text []byte) func(yield func(at int, line string) bool) {
	return func(yield func(at int, line string) bool) {
		at := 0
		for line := range bytes.Lines(text) {
			at++
			line = bytes.TrimSpace(line)
			if len(line) > 0 && line[0] != '#' && !yield(at, string(line)) {
				return
			}
		}
	}
}

// check returns an error if none of the keys has signed the text of a record, which is the
// first line of its data.
func (t Trust) check(kind Kind, text string, data []byte) error {
	if len(t.keys) == 0 {
		return nil
	}
	untrusted := &UntrustedError{Kind: kind, Trusted: t.Keys()}
	if len(text) == len(data) {
		return untrusted
	}
	signed, err := note.Open(data, note.VerifierList(t.keys...))
	if unverified, ok := errors.AsType[*note.UnverifiedNoteError](err); ok {
		for _, s := range unverified.Note.UnverifiedSigs {
			untrusted.Signed = append(untrusted.Signed, claimedName(s.Name, s.Hash))
		}
		return untrusted
	}
	if invalid, ok := errors.AsType[*note.InvalidSignatureError](err); ok {
		untrusted.Signed, untrusted.Changed = []string{keyName(invalid.Name, invalid.Hash)}, true
		return untrusted
	}
	if err == nil && signed.Text != text {
		err = errors.New("they are of more than one line")
	}
	if err != nil {
		return fmt.Errorf("cannot read the signatures of the %s: %w", kind, err)
	}
	return nil
}

// claimedName is keyName for a key that nobody knows: whoever wrote the record chose its
// name, and perhaps for a terminal.
func claimedName(name string, hash uint32) string {
	if checkKeyName(name) != nil {
		name = fmt.Sprintf("%.100q", name)
	}
	return keyName(name, hash)
}

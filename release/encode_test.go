package release_test

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/note"

	"nlgserver/internal/diag"
	"nlgserver/release"
)

// key makes a key pair.
func key(t testing.TB, name string) (release.Signers, []byte) {
	t.Helper()
	private, public, err := release.NewKey(name)
	if err != nil {
		t.Fatal(err)
	}
	sign, err := release.ReadSigners([]byte(private))
	if err != nil {
		t.Fatal(err)
	}
	return sign, []byte(public)
}

func trusting(t testing.TB, keys ...[]byte) release.Trust {
	t.Helper()
	trust, err := release.ReadTrust(keys...)
	if err != nil {
		t.Fatal(err)
	}
	return trust
}

var (
	ref = release.Ref{Number: 3, Version: "v", Bundle: "b", Size: 7}
	at  = time.Date(2026, 3, 1, 12, 0, 0, 5, time.UTC)
)

func exampleRelease() *release.Release {
	return &release.Release{
		Ref: ref, Parent: 2, Author: "Ann", Message: "two\nlines, \x01 and \u2028 — “quotes”", At: at, Manifest: "m",
		Source: &release.Source{Commit: "c", Modified: true}, Files: 1, Responses: 2, Variations: 3, Checks: &release.Checks{Warnings: 1}, Changes: &release.Changes{Added: 1},
	}
}

func exampleLive() *release.Live {
	return &release.Live{
		Sequence: 9, Move: release.MoveCanary, Ref: ref, Canary: &release.Canary{Ref: ref, Percent: 10, Salt: "s"}, Previous: &ref, By: "Ann", At: at, Nonce: "n",
	}
}

func exampleStaged() *release.Staged {
	return &release.Staged{Nonce: "n", Ref: ref, By: "Ann", At: at, Wait: time.Minute}
}

func exampleBeat() *release.Beat {
	return &release.Beat{
		Replica: "r1", Says: ref, Canary: &ref, Every: time.Second, At: at, Refusals: []release.Refusal{{
			Of: "n", Number: 3, Reason: "it does not compile", Diagnostics: diag.List{
				{Position: diag.Position{File: "a.yml", Line: 3}, Severity: diag.Error, Code: diag.UnsetVariable, Message: "m", Hint: "h", Source: "\ta: ${X}"},
				{Position: diag.Position{File: "a.yml"}, Severity: diag.Warning, Code: diag.UnsetVariable, Related: &diag.Related{Message: "r"}, Others: &diag.Others{Count: 1}},
			},
		}},
	}
}

func TestEncodeDecode(t *testing.T) {
	sign, public := key(t, "ann")
	for _, signers := range []release.Signers{{}, sign} {
		for _, trust := range []release.Trust{{}, trusting(t, public)} {
			if len(signers.Keys()) == 0 && len(trust.Keys()) > 0 {
				continue
			}
			returns(t, exampleRelease(), signers, trust)
			returns(t, exampleLive(), signers, trust)
			returns(t, exampleStaged(), signers, trust)
			returns(t, &release.Staged{}, signers, trust)
			returns(t, exampleBeat(), signers, trust)
		}
	}
	if data, err := release.Encode(exampleBeat(), sign); err != nil || bytes.Contains(data, []byte("\n\n")) {
		t.Errorf("a beat is signed: %s, %v", data, err)
	}
}

func returns[T release.Record](t *testing.T, record *T, sign release.Signers, trust release.Trust) {
	t.Helper()
	data, err := release.Encode(record, sign)
	if err != nil {
		t.Fatal(err)
	}
	got, err := release.Decode[T](data, trust)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(record, got, cmp.AllowUnexported(diag.Diagnostic{})); diff != "" {
		t.Error(diff)
	}
}

// TestStoredForm checks the bytes that other programs may read.
func TestStoredForm(t *testing.T) {
	data, err := release.Encode(&release.Live{Sequence: 1, Move: release.MovePublish, Ref: ref, At: at, Nonce: "n"}, release.Signers{})
	want := `{"kind":"live","sequence":1,"move":"publish","number":3,"version":"v","bundle":"b","size":7,"at":"2026-03-01T12:00:00.000000005Z","nonce":"n"}` + "\n"
	if err != nil || string(data) != want {
		t.Errorf("%s, %v", data, err)
	}
	newer := strings.Replace(want, `"sequence"`, `"more":[],"sequence"`, 1)
	if live, err := release.Decode[release.Live]([]byte(newer), release.Trust{}); err != nil || live.Sequence != 1 {
		t.Errorf("a field of a newer program: %v, %v", live, err)
	}
}

func TestTrust(t *testing.T) {
	ann, annPublic := key(t, "ann")
	bob, bobPublic := key(t, "bob")
	eve, evePublic := key(t, "ann") // who calls herself like that
	encode := func(sign release.Signers) []byte {
		data, err := release.Encode(exampleLive(), sign)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	signed, unsigned := encode(ann), encode(release.Signers{})
	_, signature, _ := bytes.Cut(signed, []byte("\n"))
	longer := func() []byte { // what ann signed for something else than releases
		private, public, err := release.NewKey("cy")
		if err != nil {
			t.Fatal(err)
		}
		signer, err := note.NewSigner(strings.TrimSpace(private))
		if err != nil {
			t.Fatal(err)
		}
		data, err := note.Sign(&note.Note{Text: string(encode(eve)) + "more\n"}, signer)
		if err != nil {
			t.Fatal(err)
		}
		annPublic = append(annPublic, public...)
		return data
	}()
	trust := trusting(t, annPublic, []byte("# the second\n\n"+string(bobPublic)))
	names := strings.Join(trust.Keys(), ", ")
	for name, tt := range map[string]struct {
		data []byte
		want string
	}{
		"ann":            {signed, ""},
		"bob":            {encode(bob), ""},
		"nobody":         {unsigned, "the live is not signed (trusted: " + names + ")"},
		"eve":            {encode(eve), "the live is signed by " + eve.Keys()[0] + ", which is not trusted (trusted: " + names + ")"},
		"changed":        {bytes.Replace(signed, []byte(`"sequence":9`), []byte(`"sequence":8`), 1), "the live was changed after it was signed: the signature of " + ann.Keys()[0] + " does not fit"},
		"another's":      {append(bytes.Replace(unsigned, []byte("Ann"), []byte("Eve"), 1), signature...), "was changed after it was signed"},
		"cut off":        {signed[:len(signed)-1], "cannot read the signatures of the live"},
		"of a long text": {longer, "cannot read the signatures of the live: they are of more than one line"},
		"a strange name": {append(bytes.Clone(unsigned), "\n— \u009b31m AAAAAAAA\n"...), `signed by "\u009b31m"+00000000, which`},
	} {
		_, err := release.Decode[release.Live](tt.data, trust)
		switch {
		case tt.want == "" && err != nil, tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
			t.Errorf("%s: %v", name, err)
		}
		if _, ok := errors.AsType[*release.UntrustedError](err); ok != strings.Contains(tt.want, "signed") && !strings.Contains(tt.want, "cannot") {
			t.Errorf("%s: an error of type %T", name, err)
		}
		if _, err := release.Decode[release.Live](tt.data, release.Trust{}); err != nil {
			t.Errorf("%s, trusting everything: %v", name, err)
		}
	}
	if _, err := release.Decode[release.Live](encode(eve), trusting(t, evePublic)); err != nil {
		t.Error(err)
	}
}

// TestKinds checks that no record is taken for one of another kind, whoever signed it.
func TestKinds(t *testing.T) {
	sign, public := key(t, "ann")
	encoded := map[string][]byte{}
	for _, record := range []any{exampleRelease(), exampleLive(), exampleStaged(), exampleBeat()} {
		data, err := release.Encode(record, sign)
		if err != nil {
			t.Fatal(err)
		}
		encoded[strings.ToLower(reflect.TypeOf(record).Elem().Name())] = data
	}
	for _, trust := range []release.Trust{{}, trusting(t, public)} {
		for kind, data := range encoded {
			for as, err := range map[string]error{
				"release": second(release.Decode[release.Release](data, trust)),
				"live":    second(release.Decode[release.Live](data, trust)),
				"staged":  second(release.Decode[release.Staged](data, trust)),
				"beat":    second(release.Decode[release.Beat](data, trust)),
			} {
				want := "cannot read the " + as + ": it is of another kind: " + kind
				if kind == as && err != nil || kind != as && (err == nil || err.Error() != want) {
					t.Errorf("%s read as %s: %v", kind, as, err)
				}
			}
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestDecodeRefuses(t *testing.T) {
	for name, tt := range map[string]struct{ data, want string }{
		"empty":           {"", "not a line of JSON"},
		"no line":         {`{"kind":"live","sequence":1}`, "not a line of JSON"},
		"more lines":      {"{\"kind\":\"live\",\"sequence\":1}\n{}\n", "not a line of JSON"},
		"no kind":         {"{\"sequence\":1}\n", `does not begin with its "kind"`},
		"a kind too late": {"{\"sequence\":1,\"kind\":\"live\"}\n", `does not begin with its "kind"`},
		"not JSON":        {"{\"kind\":\"live\",\n", "unexpected end"},
		"another type":    {"{\"kind\":\"live\",\"sequence\":\"1\"}\n", "sequence"},
		"large":           {"{\"kind\":\"live\",\"by\":\"" + strings.Repeat("x", release.MaxRecord) + "\"}\n", "the limit is 524288"},
	} {
		if _, err := release.Decode[release.Live]([]byte(tt.data), release.Trust{}); err == nil || !strings.HasPrefix(err.Error(), "cannot read the live: ") || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestEncodeRefuses(t *testing.T) {
	for name, tt := range map[string]struct {
		record any
		want   string
	}{
		"no pointer": {release.Live{}, "release.Live is not a record"},
		"nil":        {(*release.Live)(nil), "there is none"},
		"large":      {&release.Live{Message: strings.Repeat("x", release.MaxRecord)}, "the limit is 524288"},
		"a far year": {&release.Live{At: at.AddDate(10_000, 0, 0)}, "year"},
	} {
		if data, err := release.Encode(tt.record, release.Signers{}); err == nil || !strings.Contains(err.Error(), tt.want) || data != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzEncode(f *testing.F) {
	f.Add("a message", "Ann")
	f.Add("\x00\x1b[31m\n\n— ann AAAA\n", "\xff\u2028\u0085\ufeff")
	sign, public := key(f, "ann")
	trust := trusting(f, public)
	f.Fuzz(func(t *testing.T, message, author string) {
		data, err := release.Encode(&release.Release{Message: message, Author: author}, sign)
		if err != nil {
			if len(message)+len(author) > release.MaxRecord/12 {
				t.Skip()
			}
			t.Fatal(err)
		}
		line, _, _ := bytes.Cut(data, []byte("\n"))
		if bytes.ContainsFunc(line, func(r rune) bool { return r < ' ' }) {
			t.Fatalf("%q has control characters", line)
		}
		got, err := release.Decode[release.Release](data, trust)
		if err != nil {
			t.Fatal(err)
		}
		if got.Message != strings.ToValidUTF8(message, "\ufffd") && got.Message != asJSON(message) {
			t.Fatalf("%q became %q", message, got.Message)
		}
	})
}

// asJSON puts U+FFFD for each byte that is not UTF-8.
func asJSON(text string) string { return string([]rune(text)) }

func FuzzDecode(f *testing.F) {
	sign, public := key(f, "ann")
	trust := trusting(f, public)
	for _, record := range []any{exampleRelease(), exampleLive(), exampleStaged(), exampleBeat()} {
		for _, sign := range []release.Signers{{}, sign} {
			data, err := release.Encode(record, sign)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		again(t, second2(release.Decode[release.Release](data, release.Trust{})))
		again(t, second2(release.Decode[release.Live](data, release.Trust{})))
		again(t, second2(release.Decode[release.Staged](data, release.Trust{})))
		again(t, second2(release.Decode[release.Beat](data, release.Trust{})))
		// Nobody signs here, so what is trusted is what was signed above.
		if live, err := release.Decode[release.Live](data, trust); err == nil && live.Nonce != "n" {
			t.Fatalf("a forged pointer: %s", data)
		}
	})
}

// second2 returns nil for what cannot be read.
func second2[T any](record *T, err error) *T {
	if err != nil {
		return nil
	}
	return record
}

// again checks that what could be read can be written and read again.
func again[T release.Record](t *testing.T, record *T) {
	if record == nil {
		return
	}
	data, err := release.Encode(record, release.Signers{})
	if err != nil {
		return // JSON that is longer when it is written, or a time zone that is too far away
	}
	got, err := release.Decode[T](data, release.Trust{})
	if err != nil {
		t.Fatal(err)
	}
	if more, err := release.Encode(got, release.Signers{}); err != nil || !bytes.Equal(data, more) {
		t.Fatalf("%s became %s, %v", data, more, err)
	}
}

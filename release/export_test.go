package release_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nlgserver/internal/content"
	"nlgserver/release"
	"nlgserver/release/memory"
)

// history makes releases in a store, each live after the other; the last is a canary.
func history(t testing.TB, releases int, sign release.Signers) *memory.Store {
	t.Helper()
	store := memory.New()
	extend(t, store, 1, releases, sign, "")
	return store
}

// extend makes the releases from the first to the last. The text tells histories apart.
func extend(t testing.TB, store release.Store, first, last int, sign release.Signers, text string) {
	t.Helper()
	var before []byte
	for n := first; n <= last; n++ {
		b := pack(t, []content.File{{Path: "a.yml", Name: "a.yml", Data: fmt.Appendf(nil, "n: %d\n", n/2)}}, nil) // some twice
		ref := b.Ref
		ref.Number = n
		live := &release.Live{Sequence: n, Move: release.MovePublish, Ref: ref, At: at, Nonce: fmt.Sprint(n), Message: text}
		if n == last {
			live.Canary = &release.Canary{Ref: ref, Percent: 10}
		}
		put(t, store, release.BundleKey(b.Bundle), b.Data)
		put(t, store, release.RecordKey(n), encode(t, &release.Release{Ref: ref, Message: text, At: at, Manifest: b.Manifest}, sign))
		if n == first && n > 1 {
			e, err := store.Get(t.Context(), release.LiveKey, "")
			if err != nil {
				t.Fatal(err)
			}
			before = e.Data
		}
		if n > 1 {
			put(t, store, release.MoveKey(n-1), before)
		}
		before = encode(t, live, sign)
		put(t, store, release.LiveKey, before)
	}
	put(t, store, release.ReplicaKey("r"), encode(t, exampleBeat(), sign)) // which no export has
	put(t, store, release.StagedKey, encode(t, &release.Staged{}, sign))
}

func put(t testing.TB, store release.Store, key string, data []byte) {
	t.Helper()
	if err := store.Put(t.Context(), key, data); err != nil {
		t.Fatal(err)
	}
}

func encode(t testing.TB, record any, sign release.Signers) []byte {
	t.Helper()
	data, err := release.Encode(record, sign)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func export(t testing.TB, store release.Store) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := release.Export(t.Context(), store, &out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func contents(t testing.TB, store release.Store) map[string]string {
	t.Helper()
	entries, err := store.List(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, e := range entries {
		if strings.HasPrefix(e.Key, release.ReplicasPrefix) || e.Key == release.StagedKey {
			continue
		}
		found, err := store.Get(t.Context(), e.Key, "")
		if err != nil {
			t.Fatal(err)
		}
		all[e.Key] = string(found.Data)
	}
	return all
}

// TestExportImport checks that a history goes into an empty store and into one with its
// begin, with its signatures, and that it is exported again in equal bytes.
func TestExportImport(t *testing.T) {
	sign, public := key(t, "ann")
	for had := range 6 {
		origin, copied := memory.New(), memory.New()
		if had > 0 {
			extend(t, origin, 1, had, sign, "")
			for key, data := range contents(t, origin) {
				put(t, copied, key, []byte(data))
			}
		}
		if had < 5 {
			extend(t, origin, had+1, 5, sign, "")
		}
		file := export(t, origin)
		for range 2 { // the second finds everything there
			if err := release.Import(t.Context(), copied, bytes.NewReader(file), trusting(t, public)); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(contents(t, origin), contents(t, copied)); diff != "" {
				t.Errorf("%d there: %s", had, diff)
			}
		}
		if !bytes.Equal(export(t, copied), file) {
			t.Error("exported again, the bytes are others")
		}
	}
}

// TestExportWhilePublishing checks that an export holds what was live at its start.
func TestExportWhilePublishing(t *testing.T) {
	store := history(t, 2, release.Signers{})
	during := &hooked{Store: store}
	during.after = func(op, key string) {
		if op == "get" && key == release.LiveKey {
			during.after = nil
			extend(t, store, 3, 4, release.Signers{}, "")
		}
	}
	copied := memory.New()
	if err := release.Import(t.Context(), copied, bytes.NewReader(export(t, during)), release.Trust{}); err != nil {
		t.Fatal(err)
	}
	e, err := copied.Get(t.Context(), release.LiveKey, "")
	if err != nil {
		t.Fatal(err)
	}
	if live, err := release.Decode[release.Live](e.Data, release.Trust{}); err != nil || live.Sequence != 2 {
		t.Errorf("%+v, %v", live, err)
	}
	// Who goes on from there may import the rest.
	if err := release.Import(t.Context(), copied, bytes.NewReader(export(t, store)), release.Trust{}); err != nil {
		t.Error(err)
	}
}

// hooked is a store that calls a function before and after each operation.
type hooked struct {
	release.Store
	before func(op, key string) error
	after  func(op, key string)
}

func (h *hooked) call(op, key string, do func() error) error {
	if h.before != nil {
		if err := h.before(op, key); err != nil {
			return err
		}
	}
	err := do()
	if h.after != nil {
		h.after(op, key)
	}
	return err
}

func (h *hooked) Get(ctx context.Context, key string, known release.Revision) (e release.Entry, err error) {
	err = h.call("get", key, func() error { e, err = h.Store.Get(ctx, key, known); return err })
	return e, err
}

func (h *hooked) Set(ctx context.Context, key string, data []byte, was release.Revision) (r release.Revision, err error) {
	err = h.call("write", key, func() error { r, err = h.Store.Set(ctx, key, data, was); return err })
	return r, err
}

func (h *hooked) Put(ctx context.Context, key string, data []byte) error {
	return h.call("write", key, func() error { return h.Store.Put(ctx, key, data) })
}

// TestImportResumes checks that an import that ends at any write can be done again, and
// that nothing is live before all is there.
func TestImportResumes(t *testing.T) {
	origin := history(t, 4, release.Signers{})
	file := export(t, origin)
	crash := errors.New("crash")
	for most := 0; ; most++ {
		copied := memory.New()
		writes := 0
		dying := &hooked{Store: copied, before: func(op, _ string) error {
			if op == "write" {
				if writes++; writes > most {
					return crash
				}
			}
			return nil
		}}
		err := release.Import(t.Context(), dying, bytes.NewReader(file), release.Trust{})
		if err == nil {
			if most < 10 {
				t.Errorf("only %d writes", most)
			}
			break
		}
		if !errors.Is(err, crash) {
			t.Fatal(err)
		}
		if _, err := copied.Get(t.Context(), release.LiveKey, ""); !errors.Is(err, release.ErrNotFound) {
			t.Errorf("after %d writes something is live: %v", most, err)
		}
		if err := release.Import(t.Context(), copied, bytes.NewReader(file), release.Trust{}); err != nil {
			t.Errorf("after %d writes: %v", most, err)
		}
		if diff := cmp.Diff(contents(t, origin), contents(t, copied)); diff != "" {
			t.Errorf("after %d writes: %s", most, diff)
		}
	}
}

// TestImportElsewhere checks that a store with another history stays as it is.
func TestImportElsewhere(t *testing.T) {
	none := release.Signers{}
	file := export(t, history(t, 3, none))
	for name, tt := range map[string]struct {
		make func(s *memory.Store)
		want string
	}{
		"ahead":           {func(s *memory.Store) { extend(t, s, 1, 4, none, "") }, "releases/00000004.json is not in the export"},
		"other releases":  {func(s *memory.Store) { extend(t, s, 1, 2, none, "other") }, "releases/00000001.json is not the one in the export"},
		"another live":    {func(s *memory.Store) { put(t, s, release.LiveKey, encode(t, exampleLive(), none)) }, "what is live, with the sequence 9, is not in the export"},
		"another move":    {func(s *memory.Store) { put(t, s, release.MoveKey(1), []byte("x")) }, "moves/00000001.json is not the one"},
		"live is no live": {func(s *memory.Store) { put(t, s, release.LiveKey, []byte("x")) }, "cannot read the live"},
	} {
		store := memory.New()
		tt.make(store)
		was := contents(t, store)
		err := release.Import(t.Context(), store, bytes.NewReader(file), release.Trust{})
		if err == nil || !strings.HasPrefix(err.Error(), "cannot import into memory: ") || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(was, contents(t, store)); diff != "" {
			t.Errorf("%s: it was changed: %s", name, diff)
		}
	}
}

// TestImportOvertaken checks that an import does not overwrite what somebody publishes
// meanwhile.
func TestImportOvertaken(t *testing.T) {
	file := export(t, history(t, 3, release.Signers{}))
	for _, key := range []string{release.LiveKey, release.RecordKey(2)} {
		store := memory.New()
		racing := &hooked{Store: store}
		racing.before = func(op, at string) error {
			if op == "write" && at == key {
				put(t, store, key, []byte("theirs"))
			}
			return nil
		}
		err := release.Import(t.Context(), racing, bytes.NewReader(file), release.Trust{})
		if !errors.Is(err, release.ErrChanged) || contents(t, store)[key] != "theirs" {
			t.Errorf("%s: %v", key, err)
		}
	}
}

// TestImportRefuses checks that nothing becomes live out of a file with a fault.
func TestImportRefuses(t *testing.T) {
	sign, public := key(t, "ann")
	eve, _ := key(t, "eve")
	trust := trusting(t, public)
	origin := history(t, 3, sign)
	good := export(t, origin)
	change := func(how func(e []entry) []entry) []byte { return archive(t, how(entriesOf(t, good))...) }
	// signedBy is an export in which somebody else has made an entry.
	signedBy := func(key string, record any, by release.Signers) []byte {
		store := history(t, 3, sign)
		for key, data := range contents(t, origin) {
			put(t, store, key, []byte(data))
		}
		put(t, store, key, encode(t, record, by))
		return export(t, store)
	}
	e, err := origin.Get(t.Context(), release.LiveKey, "")
	if err != nil {
		t.Fatal(err)
	}
	live, err := release.Decode[release.Live](e.Data, trust)
	if err != nil {
		t.Fatal(err)
	}
	old := *live
	old.Sequence = 1
	first := &release.Release{Ref: release.Ref{Number: 1, Version: live.Version, Bundle: live.Bundle, Size: live.Size}}
	oldLive := change(func(e []entry) []entry {
		last := &e[len(e)-1]
		was := last.data
		last.data = string(encode(t, &old, sign))
		listed := fmt.Sprintf(`"size": %d,%s"sha256": "%x"`, len(was), "\n   ", sha256.Sum256([]byte(was)))
		if !strings.Contains(e[0].data, listed) {
			t.Fatalf("no %s in %s", listed, e[0].data)
		}
		e[0].data = strings.Replace(e[0].data, listed, fmt.Sprintf(`"size":%d,"sha256":"%x"`, len(last.data), sha256.Sum256([]byte(last.data))), 1)
		return e
	})
	for name, tt := range map[string]struct {
		data []byte
		want string
	}{
		"empty":             {nil, "the export is damaged: it is not a gzip file"},
		"a bundle":          {pack(t, smallFiles(), nil).Data, `it has "manifest.json" where index.json has to be`},
		"cut":               {good[:len(good)-4], "cut off"},
		"more":              {append(bytes.Clone(good), 0), "other bytes follow its end"},
		"an entry less":     {change(func(e []entry) []entry { return e[:len(e)-1] }), "live is missing"},
		"an entry more":     {change(func(e []entry) []entry { return append(e, e[1]) }), "which it does not list"},
		"a changed bundle":  {change(func(e []entry) []entry { e[1].data = strings.Repeat("x", len(e[1].data)); return e }), "was changed"},
		"an old live":       {oldLive, "what is live has the sequence 1, which is older than its moves"},
		"eve's live":        {signedBy(release.LiveKey, live, eve), "live: the live is signed by eve"},
		"eve's release":     {signedBy(release.RecordKey(1), first, eve), "releases/00000001.json: the release is signed by eve"},
		"eve's move":        {signedBy(release.MoveKey(1), &old, eve), "moves/00000001.json: the live is signed by eve"},
		"an unsigned move":  {signedBy(release.MoveKey(1), &old, release.Signers{}), "moves/00000001.json: the live is not signed"},
		"no index":          {archive(t, entry{name: "index.json", data: "[]"}), "cannot read its index"},
		"another format":    {archive(t, entry{name: "index.json", data: `{"format":2}`}), "its format is 2"},
		"nothing":           {archive(t, entry{name: "index.json", data: `{"format":1}`}), "nothing is live in it"},
		"a replica":         {archive(t, entry{name: "index.json", data: `{"format":1,"entries":[{"key":"replicas/a.json"}]}`}), `"replicas/a.json" is not an entry of an export`},
		"leading out":       {archive(t, entry{name: "index.json", data: `{"format":1,"entries":[{"key":"live/../../x"}]}`}), `is not an entry of an export`},
		"twice":             {archive(t, entry{name: "index.json", data: `{"format":1,"entries":[{"key":"live"},{"key":"live"}]}`}), `live is listed twice`},
		"live is not last":  {archive(t, entry{name: "index.json", data: `{"format":1,"entries":[{"key":"live"},{"key":"moves/00000001.json"}]}`}), `moves/00000001.json is listed too late`},
		"another order":     {archive(t, entry{name: "index.json", data: `{"format":1,"entries":[{"key":"moves/00000002.json"},{"key":"moves/00000001.json"}]}`}), `moves/00000001.json is listed too late`},
		"a large record":    {archive(t, entry{name: "index.json", data: `{"format":1,"entries":[{"key":"live","size":1000000}]}`}), `the limit is 524288`},
		"a bundle misnamed": {archive(t, entry{name: "index.json", data: `{"format":1,"entries":[{"key":"bundles/` + strings.Repeat("0", 64) + `.tar.gz"}]}`}), `does not have the name of its SHA-256`},
	} {
		store := memory.New()
		err := release.Import(t.Context(), store, bytes.NewReader(tt.data), trust)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v", name, err)
		}
		if _, ok := contents(t, store)[release.LiveKey]; ok {
			t.Errorf("%s: something is live", name)
		}
	}
	if err := release.Import(t.Context(), memory.New(), bytes.NewReader(signedBy(release.LiveKey, &old, sign)), trust); err != nil {
		t.Errorf("moves that are newer than what is live are not exported: %v", err)
	}
}

func TestExportRefuses(t *testing.T) {
	none := release.Signers{}
	for name, tt := range map[string]struct {
		change func(s *memory.Store)
		want   string
	}{
		"nothing is live":  {func(s *memory.Store) { remove(t, s, release.LiveKey) }, "nothing is live, so there is nothing to export"},
		"a bundle is gone": {func(s *memory.Store) { remove(t, s, release.BundleKey(firstBundle(t, s))) }, release.BundleKey(firstBundle(t, history(t, 3, none))) + ": not in the store"},
		"a bundle is not":  {func(s *memory.Store) { put(t, s, release.BundleKey(firstBundle(t, s)), []byte("x")) }, "was changed"},
		"another number":   {func(s *memory.Store) { put(t, s, release.RecordKey(2), encode(t, &release.Release{}, none)) }, "releases/00000002.json: it has the number 0"},
		"no bundle": {func(s *memory.Store) {
			put(t, s, release.RecordKey(2), encode(t, &release.Release{Ref: release.Ref{Number: 2, Bundle: "../x"}}, none))
		}, "releases/00000002.json: it names no bundle"},
		"another size": {func(s *memory.Store) {
			put(t, s, release.RecordKey(2), encode(t, &release.Release{Ref: release.Ref{Number: 2, Bundle: firstBundle(t, s)}}, none))
		}, "bytes, and not 0"},
	} {
		store := history(t, 3, none)
		tt.change(store)
		if err := release.Export(t.Context(), store, io.Discard); err == nil || !strings.HasPrefix(err.Error(), "cannot export memory: ") || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// firstBundle returns the name of the bundle of the first release.
func firstBundle(t testing.TB, store release.Store) string {
	t.Helper()
	e, err := store.Get(t.Context(), release.RecordKey(1), "")
	if err != nil {
		t.Fatal(err)
	}
	r, err := release.Decode[release.Release](e.Data, release.Trust{})
	if err != nil {
		t.Fatal(err)
	}
	return r.Bundle
}

func remove(t testing.TB, store release.Store, key string) {
	t.Helper()
	if err := store.Delete(t.Context(), key); err != nil {
		t.Fatal(err)
	}
}

func FuzzImport(f *testing.F) {
	good := export(f, history(f, 2, release.Signers{}))
	entries := entriesOf(f, good)
	f.Add(good, []byte(entries[0].data), []byte(entries[len(entries)-1].data))
	f.Fuzz(func(t *testing.T, data, index, live []byte) {
		changed := append([]entry{}, entries...)
		changed[0].data, changed[len(changed)-1].data = string(index), string(live)
		for _, data := range [][]byte{data, archive(t, changed...)} {
			store := memory.New()
			err := release.Import(t.Context(), store, bytes.NewReader(data), release.Trust{})
			if _, ok := contents(t, store)[release.LiveKey]; ok != (err == nil) {
				t.Fatalf("live: %v, %v", ok, err)
			}
			if err == nil {
				export(t, store) // it is whole
			}
		}
	})
}

package release

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

const (
	// indexEntry is the first entry of an export. It lists the others, which have the names
	// of their keys.
	indexEntry   = "index.json"
	exportFormat = 1
	mostIndex    = 64 << 20
)

// index says what is in an export, so that a store can be compared with it before anything
// is written.
type index struct {
	Format int `json:"format"`
	// Entries are in the order in which they have to be written, so that each names only
	// what is there already: bundles, releases, moves, live.
	Entries list[indexed] `json:"entries"`
}

type indexed struct {
	Key string `json:"key"`
	digest
}

// stages are the prefixes of the keys in an export, in their order.
var stages = [...]string{BundlesPrefix, ReleasesPrefix, MovesPrefix, LiveKey}

// stageOf returns the place of a key in stages; -1 for none.
func stageOf(key string) int {
	for i, prefix := range stages {
		if strings.HasPrefix(key, prefix) {
			return i
		}
	}
	return -1
}

func readIndex(data []byte) (*index, error) {
	var x index
	if err := json.Unmarshal(data, &x); err != nil {
		return nil, fmt.Errorf("cannot read its index: %w", err)
	}
	return &x, x.check()
}

func (x *index) bytes() ([]byte, error) {
	data, err := json.MarshalIndent(x, "", " ")
	if err == nil {
		err = x.check()
	}
	if err == nil && (len(data) > mostIndex || len(x.Entries) > mostListed) {
		err = errors.New("the history is too long for one file")
	}
	return append(data, '\n'), err
}

// check holds for those that are written too, so that what is exported can be imported.
func (x *index) check() error {
	if x.Format != exportFormat {
		return fmt.Errorf("its format is %d, and this version of nlgserver reads %d", x.Format, exportFormat)
	}
	stage, last := 0, 0
	seen := make(map[string]bool, len(x.Entries))
	for _, e := range x.Entries {
		most := int64(MaxRecord)
		if strings.HasPrefix(e.Key, BundlesPrefix) {
			most = MaxEntry
		}
		now, number := stageOf(e.Key), NumberOf(e.Key)
		switch {
		case CheckKey(e.Key) != nil || now < 0:
			return fmt.Errorf("%q is not an entry of an export", e.Key)
		case seen[e.Key]:
			return fmt.Errorf("%s is listed twice", e.Key)
		case now < stage, now == stage && number < last:
			return fmt.Errorf("%s is listed too late", e.Key)
		case e.Size < 0 || e.Size > most:
			return fmt.Errorf("%s has %d bytes, the limit is %d", e.Key, e.Size, most)
		case now == 0 && e.Key != BundleKey(e.SHA256):
			return fmt.Errorf("%s does not have the name of its SHA-256", e.Key)
		}
		seen[e.Key], stage, last = true, now, number
	}
	if !seen[LiveKey] {
		return errors.New("nothing is live in it")
	}
	return nil
}

// byKey returns the entries by their keys.
func (x *index) byKey() map[string]digest {
	all := make(map[string]digest, len(x.Entries))
	for _, e := range x.Entries {
		all[e.Key] = e.digest
	}
	return all
}

// readRecord checks the record of a key, which has its number, and returns that and the
// bundles that it names.
func readRecord(key string, data []byte, trust Trust) (number int, named []Ref, err error) {
	number, refs, err := numberAndRefs(key, data, trust)
	if err != nil {
		return 0, nil, fmt.Errorf("%s: %w", key, err)
	}
	if key != LiveKey && number != NumberOf(key) {
		return 0, nil, fmt.Errorf("%s: it has the number %d", key, number)
	}
	for _, r := range refs {
		if r == (Ref{}) { // a canary before anything was live
			continue
		}
		if err := CheckKey(BundleKey(r.Bundle)); err != nil {
			return 0, nil, fmt.Errorf("%s: it names no bundle: %w", key, err)
		}
		named = append(named, r)
	}
	return number, named, nil
}

func numberAndRefs(key string, data []byte, trust Trust) (int, []Ref, error) {
	if strings.HasPrefix(key, ReleasesPrefix) {
		r, err := Decode[Release](data, trust)
		if err != nil {
			return 0, nil, err
		}
		return r.Number, []Ref{r.Ref}, nil
	}
	live, err := Decode[Live](data, trust)
	if err != nil {
		return 0, nil, err
	}
	refs := []Ref{live.Ref}
	if live.Canary != nil {
		refs = append(refs, live.Canary.Ref)
	}
	if live.Previous != nil {
		refs = append(refs, *live.Previous)
	}
	return live.Sequence, refs, nil
}

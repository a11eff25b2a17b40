package lint_test

import (
	"context"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nlgserver/internal/source/files"
	"nlgserver/lint"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// TestCorpusFixed rewrites the conditions of real assistants: they say the same for
// all requests as before.
func TestCorpusFixed(t *testing.T) {
	dirs, _ := filepath.Glob(filepath.Join(corpusDir, "*__*"))
	if len(dirs) == 0 {
		t.Skipf("no corpus in %s: run this beside the shared material", corpusDir)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	rewritten := 0
	for _, dir := range dirs {
		before, _ := files.New([]string{dir}).Fetch(context.Background())
		after := slices.Clone(before)
		var w responses.Rewriter
		done := 0
		for i := range after {
			fix := lint.FixConditions(after[i], &w)
			after[i].Data = fix.Data
			done += len(fix.Done)
		}
		if done == 0 {
			continue
		}
		rewritten += done
		old, _ := nlg.Compile(before, nlg.Options{KeepWritten: true})
		fixed, found := nlg.Compile(after, nlg.Options{})
		if old == nil || fixed == nil {
			if (old == nil) != (fixed == nil) {
				t.Errorf("%s: %v", dir, found)
			}
			continue
		}
		for written := range old.AllWritten() {
			compareReplies(t, old, fixed, written, rng)
		}
	}
	t.Logf("%d conditions", rewritten)
}

// compareReplies renders a response for slots that its conditions compare with.
func compareReplies(t *testing.T, old, fixed *nlg.Catalog, written *responses.Response, rng *rand.Rand) {
	t.Helper()
	var uses []responses.Use
	for _, v := range written.Variations {
		if v.Condition != nil {
			uses = append(uses, v.Condition.Uses()...)
		}
	}
	for seed := range uint64(5 * len(uses)) {
		slots := nlg.Values()
		for _, u := range uses {
			switch rng.IntN(4) {
			case 0: // not declared
			case 1:
				slots.Set(u.Slot, nlg.Str(strings.ToUpper(u.Value.Str())))
			default:
				slots.Set(u.Slot, u.Value)
			}
		}
		req := &nlg.Request{Response: written.Name, Channel: "collector", Slots: slots}
		a, errA := old.Render(req, rand.New(rand.NewPCG(seed, 0)))
		b, errB := fixed.Render(req, rand.New(rand.NewPCG(seed, 0)))
		if errA != nil || errB != nil || a.Variation != b.Variation || string(a.JSON) != string(b.JSON) {
			t.Errorf("%s: %s and %s", written.Name, a.JSON, b.JSON)
		}
	}
}

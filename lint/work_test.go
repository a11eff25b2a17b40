package lint

import (
	"fmt"
	"slices"
	"testing"
)

// TestComparedNamesAreBounded checks that many slips among many names take bounded work,
// and that a few still get a hint.
func TestComparedNamesAreBounded(t *testing.T) {
	var known []string
	for i := range 2000 {
		known = append(known, fmt.Sprintf("slot_of_%c%c%c", 'a'+i%26, 'a'+i/26%26, 'a'+i/676))
	}
	var k checker
	visits := 0
	all := func(yield func(string) bool) {
		for _, name := range known {
			if visits++; !yield(name) {
				return
			}
		}
	}
	if name, ok := k.nearest("slot_off_aaa", all); !ok || name != "slot_of_aaa" {
		t.Errorf("%q, %t", name, ok)
	}
	for range 2000 {
		k.nearest("slot_off_aaa", all)
	}
	if visits > mostCompared+3000 {
		t.Errorf("%d names were compared", visits)
	}
	if name, ok := k.nearest("slot_off_aaa", slices.Values(known)); ok {
		t.Errorf("after all work, %q is near", name)
	}
}

package main

import (
	"fmt"
	"maps"
	"slices"
	"sync"
)

// tally counts the outcomes of the requests of each kind.
type tally struct {
	mu         sync.Mutex
	outcomes   map[[2]string]int
	unexpected map[[2]string]int
	total      int
}

func newTally() *tally {
	return &tally{outcomes: map[[2]string]int{}, unexpected: map[[2]string]int{}}
}

func (t *tally) count(kind, outcome string, expected bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.total++
	t.outcomes[[2]string{kind, outcome}]++
	if !expected {
		t.unexpected[[2]string{kind, outcome}]++
	}
}

func (t *tally) requests() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.total
}

// print prints every outcome of every kind.
func (t *tally) print() {
	t.mu.Lock()
	defer t.mu.Unlock()
	fmt.Println("\nkind           requests  outcome")
	for _, key := range sortedKeys(t.outcomes) {
		fmt.Printf("%-12s %10d  %s\n", key[0], t.outcomes[key], key[1])
	}
	fmt.Printf("%-12s %10d\n", "all", t.total)
}

// failures returns the outcomes that no client expected.
func (t *tally) failures() (all []string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, key := range sortedKeys(t.unexpected) {
		all = append(all, fmt.Sprintf("%s: %d times %q", key[0], t.unexpected[key], key[1]))
	}
	return all
}

func sortedKeys(m map[[2]string]int) [][2]string {
	return slices.SortedFunc(maps.Keys(m), func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
}
